// Hosts: upstream kernels and what every KVM reports beside its features; platforms as upstream plus backports.
import * as v from "valibot";
import { evidenceList, hexWord, id, isoDate, register, since, text, vendor, versionNumber } from "./common.ts";

const kernel = v.strictObject({
  version: versionNumber,
  released: v.nullable(isoDate),
  lts: v.boolean(),
  eol: v.nullable(isoDate),
  note: v.optional(text),
  evidence: evidenceList,
});

/** A word (or the bits under `mask`) that KVM reports whatever the features: signature, version, limits. */
const kernelWord = v.strictObject({
  /** Which list: KVM_GET_SUPPORTED_CPUID or KVM_GET_SUPPORTED_HV_CPUID. */
  list: v.picklist(["kvm", "hyperv"]),
  leaf: hexWord,
  register,
  mask: v.optional(hexWord),
  value: hexWord,
  since,
  until: v.optional(versionNumber),
  vendor: v.optional(vendor),
  /** What it says, for people; and whether it changes with the machine rather than the kernel. */
  meaning: v.optional(text),
  machineDependent: v.optional(v.boolean()),
  evidence: evidenceList,
});

/** A feature that a stable series got after its .0 release: absent up to `absentIn`, present from `presentIn`, unknown between. */
const stableBackport = v.strictObject({
  feature: id,
  series: versionNumber,
  absentIn: versionNumber,
  presentIn: versionNumber,
  evidence: evidenceList,
});

export const upstreamHosts = v.strictObject({
  family: v.literal("linux"),
  title: text,
  kernels: v.array(kernel),
  words: v.array(kernelWord),
  /** KVM abilities that are no feature of their own but decide how QEMU talks to KVM. */
  capabilities: v.array(
    v.strictObject({
      name: text,
      since,
      until: v.optional(versionNumber),
      vendor: v.optional(vendor),
      meaning: v.optional(text),
      evidence: evidenceList,
    }),
  ),
  backports: v.array(stableBackport),
  /** First kernel whose Hyper-V emulation can be left out of the build. */
  evidence: evidenceList,
});
export type UpstreamHosts = v.InferOutput<typeof upstreamHosts>;

const backport = v.strictObject({
  feature: id,
  /** `present`: there although the base kernel lacks it. `absent`: missing although the base has it. `unknown`: said to be there, not proven. */
  state: v.picklist(["present", "absent", "unknown"]),
  note: v.optional(text),
  evidence: evidenceList,
});

const platform = v.strictObject({
  id,
  title: text,
  /** The downstream kernel's own name; null when it does not package one or it is not known. */
  kernel: v.nullable(text),
  /** The upstream release to start from. */
  kernelBase: v.nullable(versionNumber),
  qemu: v.nullable(versionNumber),
  libvirt: v.nullable(versionNumber),
  /** How the versions are written in the source when that says more than a number. */
  qemuNote: v.optional(text),
  libvirtNote: v.optional(text),
  released: v.nullable(isoDate),
  eol: v.nullable(isoDate),
  /** Another platform whose builds it repeats. */
  sameAs: v.optional(id),
  backports: v.array(backport),
  /** True when kernel and QEMU take many backports that nobody listed: what the base lacks is then unknown, not absent. */
  opaqueBackports: v.boolean(),
  /** Only these machine types exist here: the `downstream` mark of a board file. */
  machines: v.optional(text),
  note: v.optional(text),
  evidence: v.record(v.string(), evidenceList),
});

export const platformHosts = v.strictObject({
  family: id,
  title: text,
  platforms: v.array(platform),
});
export type PlatformHosts = v.InferOutput<typeof platformHosts>;
