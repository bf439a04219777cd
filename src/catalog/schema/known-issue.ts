// Known troubles: what goes wrong with which configuration on which host, as far as somebody reported it.
import * as v from "valibot";
import { evidenceList, id, text, vendor, versionNumber } from "./common.ts";

/** All that is given must hold. */
const circumstances = v.strictObject({
  /** A CPU property that the configuration switches on. */
  property: v.optional(text),
  guest: v.optional(v.picklist(["linux", "windows"])),
  /** The host's CPUs. */
  vendor: v.optional(vendor),
  /** The configuration is libvirt's, or of a tool that writes for libvirt. */
  libvirt: v.optional(v.boolean()),
  /** The VM is to be migrated. */
  migration: v.optional(v.boolean()),
  leastVcpus: v.optional(v.pipe(v.number(), v.integer())),
  /** The VM moves from an older QEMU to this one or a newer one. */
  qemuCrosses: v.optional(versionNumber),
  /** First QEMU release with the trouble, and first without it again. */
  qemuSince: v.optional(versionNumber),
  qemuUntil: v.optional(versionNumber),
  /** The same for the host's kernel, upstream numbering. */
  kernelSince: v.optional(versionNumber),
  kernelUntil: v.optional(versionNumber),
});

export const knownIssues = v.strictObject({
  issues: v.array(
    v.strictObject({
      id,
      /** `bug`: a proven fault of a release. `trouble`: users met it, the cause is not proven. */
      kind: v.picklist(["bug", "trouble"]),
      subject: text,
      text,
      when: circumstances,
      /** The property that is best left out until it is mended. */
      remove: v.optional(text),
      evidence: evidenceList,
    }),
  ),
});
export type KnownIssues = v.InferOutput<typeof knownIssues>;
export type KnownIssue = KnownIssues["issues"][number];
