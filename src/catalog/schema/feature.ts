// One paravirtual feature: what it is, what QEMU sets for it, what KVM reports of it, and who else knows it.
import * as v from "valibot";
import {
  bitIndex,
  evidenceByPath,
  hexNumber,
  hexWord,
  id,
  register,
  since,
  text,
  vendor,
  versionNumber,
} from "./common.ts";

export const FAMILIES = ["kvm", "hyperv", "xen", "vmware"] as const;
export const family = v.picklist(FAMILIES);
export type Family = v.InferOutput<typeof family>;

/** Bits or a field of one CPUID register. Exactly one of `bits` and `field` is given. */
const place = {
  leaf: hexWord,
  register,
  bits: v.optional(v.pipe(v.array(bitIndex), v.minLength(1))),
  /** Highest and lowest bit of a field. */
  field: v.optional(v.tuple([bitIndex, bitIndex])),
  meaning: v.optional(text),
};

/** What QEMU writes into the guest's CPUID while the property is on; `since`/`until` are QEMU releases. */
const guestBits = v.strictObject({
  ...place,
  since: v.optional(versionNumber),
  until: v.optional(versionNumber),
  /** `always`: set whenever the property is on. `value`: the property's own value fills the field. `derived`: a rule of the engine decides. */
  by: v.optional(v.picklist(["always", "value", "derived"])),
});

/** What KVM reports; `since`/`until` are kernel releases. `via`: the ioctl or list that carries it. */
const kernelReport = v.strictObject({
  leaf: hexWord,
  register,
  bits: v.pipe(v.array(bitIndex), v.minLength(1)),
  since,
  until: v.optional(versionNumber),
  vendor: v.optional(vendor),
  note: v.optional(text),
});

/** A KVM capability, or an MSR in KVM's list, that tells QEMU that the feature is there. */
const kernelCapability = v.strictObject({
  name: text,
  since,
  until: v.optional(versionNumber),
  vendor: v.optional(vendor),
  note: v.optional(text),
});

const property = v.strictObject({
  name: text,
  aliases: v.array(text),
  /** Which command-line option carries it. */
  scope: v.picklist(["cpu", "machine", "accel"]),
  type: v.picklist(["bit", "bool", "on-off-auto", "uint8", "uint16", "uint32", "uint64", "string"]),
  /** What may stand behind the `=`. */
  syntax: v.optional(text),
  /** QEMU's own default by release, oldest first; without an entry: off, or for numbers 0. */
  defaults: v.optional(v.array(v.strictObject({ value: text, since: v.optional(versionNumber) }))),
  /** First QEMU release with the property; null when no QEMU has it. */
  since: v.nullable(since),
  /** First QEMU release without it again. */
  until: v.optional(versionNumber),
});

const relation = v.strictObject({
  feature: id,
  /** First QEMU release that checks it. */
  since: v.optional(versionNumber),
  /** What happens without it: QEMU refuses (`fatal`), or only the guest loses something (`advice`). */
  check: v.picklist(["fatal", "advice"]),
  reason: v.optional(text),
});

export const feature = v.strictObject({
  id,
  family,
  /** `feature`: guest-visible bits. `setting`: a value. `switch`: changes how others behave. `host`: host only. `proposal`: never merged. */
  kind: v.picklist(["feature", "setting", "switch", "host", "proposal"]),
  title: text,
  purpose: text,
  effect: v.optional(text),
  guests: v.optional(text),
  property: v.optional(property),
  /** QEMU's own words for it in messages, e.g. `relaxed timing (hv-relaxed)`, and its place in QEMU's checking order. */
  label: v.optional(v.strictObject({ text, order: v.pipe(v.number(), v.integer()) })),
  cpuid: v.array(guestBits),
  reports: v.array(kernelReport),
  capabilities: v.array(kernelCapability),
  msrs: v.array(v.strictObject({ name: text, index: hexNumber, note: v.optional(text) })),
  hypercalls: v.array(v.strictObject({ name: text, number: v.optional(text) })),
  /** First Linux guest kernel that uses it; null when none does. */
  linuxGuest: v.optional(v.strictObject({ since: v.nullable(since), note: v.optional(text) })),
  requires: v.array(relation),
  recommends: v.array(relation),
  conflicts: v.array(v.strictObject({ with: text, feature: v.optional(id), reason: v.optional(text) })),
  needs: v.array(text),
  vendors: v.array(vendor),
  /** Reasons why no default has it on. */
  whyNotDefault: v.optional(
    v.strictObject({
      reasons: v.array(
        v.picklist([
          "kernel-floor",
          "migration",
          "vendor",
          "pinning",
          "machine-option",
          "guest-taste",
          "never-proposed",
          "host-specific",
          "debug",
        ]),
      ),
      text,
    }),
  ),
  migration: v.optional(
    v.strictObject({
      value: v.picklist(["yes", "no", "conditional", "unknown"]),
      text: v.optional(text),
      /** What travels in QEMU's stream for it; empty: CPUID only, so a difference leaves no trace. */
      section: v.optional(
        v.array(
          v.strictObject({
            name: text,
            /** When the source sends it. */
            sent: text,
            /** First QEMU release that sends and takes it. */
            since: v.optional(since),
          }),
        ),
      ),
    }),
  ),
  recommended: v.optional(
    v.strictObject({
      linux: v.picklist(["yes", "no", "depends", "unknown"]),
      windows: v.picklist(["yes", "no", "depends", "unknown"]),
      text: v.optional(text),
    }),
  ),
  /** How libvirt says it; `since` null when no element exists. */
  libvirt: v.optional(
    v.strictObject({
      since: v.nullable(since),
      /** Where in the domain: the element's parent path, e.g. `features/hyperv`. */
      path: v.optional(text),
      on: v.optional(text),
      off: v.optional(text),
      /** libvirt accepts the element but hands nothing to QEMU. */
      emitsNothing: v.optional(v.boolean()),
      note: v.optional(text),
    }),
  ),
  /** Trouble that users met: with what, and from and up to which release where that is known. */
  problems: v.optional(v.array(v.strictObject({ text, since: v.optional(text), until: v.optional(text) }))),
  notes: v.array(text),
  evidence: evidenceByPath,
});
export type Feature = v.InferOutput<typeof feature>;
