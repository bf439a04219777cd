// Releases of QEMU and libvirt, QEMU's default table by release, and the wording of its messages by release.
import * as v from "valibot";
import { evidenceList, hexNumber, hexWord, id, isoDate, register, text, versionNumber } from "./common.ts";

const release = v.strictObject({
  version: versionNumber,
  released: v.nullable(isoDate),
  note: v.optional(text),
  evidence: evidenceList,
});

/** QEMU's KVM default table for named models: rows that are put on and off, and rows that depend on the irqchip. */
const defaultTable = v.strictObject({
  since: versionNumber,
  on: v.array(text),
  off: v.array(text),
  irqchip: v.array(
    v.strictObject({ when: v.picklist(["off", "split"]), property: text, value: v.picklist(["on", "off"]) }),
  ),
  evidence: evidenceList,
});

/** One message of QEMU; `{name}` marks what is filled in. Ranges of one id do not overlap. */
const message = v.strictObject({
  id,
  severity: v.picklist(["warning", "error", "abort"]),
  text,
  /** A warning that this release prints without `warning: ` in front. */
  bare: v.optional(v.literal(true)),
  since: v.optional(versionNumber),
  until: v.optional(versionNumber),
  evidence: evidenceList,
});

/** A way in which QEMU or libvirt behaves, by release; the engine asks by id. */
const behaviour = v.strictObject({
  id,
  meaning: text,
  since: v.optional(versionNumber),
  until: v.optional(versionNumber),
  evidence: evidenceList,
});

export const qemuReleases = v.strictObject({
  project: v.literal("qemu"),
  releases: v.array(release),
  defaults: v.array(defaultTable),
});
export type QemuReleases = v.InferOutput<typeof qemuReleases>;

/** A property whose MSR QEMU writes at reset although KVM refuses it: QEMU aborts. In the order of QEMU's writes. */
const msrAbort = v.strictObject({
  feature: id,
  msr: hexNumber,
  /** What QEMU tried to write, as its message prints it. */
  value: hexNumber,
  when: v.picklist(["no-hyperv", "no-kernel-apic", "pv-base-moved"]),
  evidence: evidenceList,
});

export const qemuMessages = v.strictObject({
  messages: v.array(message),
  behaviours: v.array(behaviour),
  msrAborts: v.array(msrAbort),
});
export type QemuMessages = v.InferOutput<typeof qemuMessages>;

export const libvirtReleases = v.strictObject({
  project: v.literal("libvirt"),
  releases: v.array(release),
  behaviours: v.array(behaviour),
});
export type LibvirtReleases = v.InferOutput<typeof libvirtReleases>;

/** The ordinary CPU flags: which leaf, register and bit each name is; and all other property names of an x86 CPU. */
export const cpuFlags = v.strictObject({
  words: v.array(
    v.strictObject({
      id: text,
      leaf: hexWord,
      subleaf: v.pipe(v.number(), v.integer()),
      register,
      flags: v.record(v.pipe(v.string(), v.regex(/^\d+$/)), text),
      /** First QEMU release of a flag, by name; no entry means: the oldest release read, or older. */
      since: v.optional(v.record(text, versionNumber)),
    }),
  ),
  /** Names QEMU also accepts for a flag. */
  aliases: v.record(v.string(), text),
  /**
   * Names that point releases of a stable series took over, and distributions' updates of older QEMUs too. Where exactly
   * was not traced, so the engine says unknown there.
   */
  backported: v.array(v.strictObject({ series: v.array(versionNumber), names: v.array(text), evidence: evidenceList })),
  /** QEMU drops a flag where the one that it needs is off (feature_dependencies). */
  dependencies: v.array(
    v.strictObject({
      flag: text,
      needs: text,
      since: v.optional(versionNumber),
      until: v.optional(versionNumber),
      /** Which releases of the range have the row was not traced. */
      isOpen: v.optional(v.literal(true)),
      /** The bit goes only as the guest reads it, so that QEMU neither warns nor counts it as dropped. */
      isLate: v.optional(v.literal(true)),
      evidence: evidenceList,
    }),
  ),
  /** Flags that QEMU may count as supported although KVM does not list them: of these a missing one says nothing. */
  beyondKvm: v.strictObject({ flags: v.array(text), evidence: evidenceList }),
  /** Other properties of the CPU object, and their type. */
  properties: v.array(
    v.strictObject({
      name: text,
      type: text,
      since: v.optional(versionNumber),
      until: v.optional(versionNumber),
      /** `max`: only the models `max` and `host` have it. */
      models: v.optional(v.literal("max")),
    }),
  ),
  evidence: evidenceList,
});
export type CpuFlags = v.InferOutput<typeof cpuFlags>;

export const catalogIndex = v.strictObject({
  schema: v.literal(1),
  version: text,
  licence: text,
  title: text,
  note: text,
});
export type CatalogIndex = v.InferOutput<typeof catalogIndex>;
