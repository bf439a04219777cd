// CPU models: one file a model, its versions with their CPUID words as QEMU defines them, before any host filtering.
import * as v from "valibot";
import { evidenceList, text, versionNumber } from "./common.ts";

/** `0x00000007:0:ebx` → word. */
const words = v.record(
  v.pipe(v.string(), v.regex(/^0x[0-9a-f]{8}:\d+:e[abcd]x$/, "a word's key is leaf:subleaf:register")),
  v.pipe(v.string(), v.regex(/^0x[0-9a-f]{8}$/)),
);

const cpuVersion = v.strictObject({
  /** 0 for models without versions. */
  version: v.pipe(v.number(), v.integer()),
  name: text,
  introduced: v.nullable(versionNumber),
  aliases: v.array(v.strictObject({ name: text, introduced: v.nullable(versionNumber) })),
  /** What this version changes against the one before, QEMU's property = value. */
  changes: v.record(v.string(), v.string()),
  level: v.optional(v.number()),
  xlevel: v.optional(v.number()),
  family: v.optional(v.number()),
  model: v.optional(v.number()),
  stepping: v.optional(v.number()),
  /** QEMU's avx10-version; absent where the model has none. */
  avx10Version: v.optional(v.number()),
  /** What QEMU defined before the release `until`; the newest numbers stand above. */
  older: v.optional(
    v.strictObject({ until: versionNumber, family: v.number(), model: v.number(), stepping: v.number() }),
  ),
  modelId: v.optional(v.string()),
  vendorId: v.optional(v.string()),
  /** Absent when nobody has measured them: the engine then says unknown. */
  words: v.optional(words),
  note: v.optional(text),
  evidence: evidenceList,
});

export const cpuModel = v.strictObject({
  model: text,
  /** `named`: from a definition, gets KVM's default table. `host`, `max`: all the host has. `base`: nothing. */
  kind: v.picklist(["named", "host", "max", "base"]),
  vendor: v.nullable(v.picklist(["intel", "amd", "other"])),
  title: v.optional(text),
  introduced: v.nullable(v.pipe(v.string(), v.regex(/^(<=)?\d+(\.\d+)*$/))),
  /** First QEMU release without it again. */
  removed: v.optional(versionNumber),
  /** QEMU warns whoever takes it: from which release on, and what it advises. */
  deprecated: v.optional(v.strictObject({ since: versionNumber, reason: text })),
  microarchitecture: v.optional(text),
  year: v.optional(text),
  abi: v.optional(text),
  libvirt: v.optional(v.strictObject({ name: v.nullable(text), since: v.optional(text) })),
  versions: v.array(cpuVersion),
  evidence: evidenceList,
});
export type CpuModel = v.InferOutput<typeof cpuModel>;
export type CpuVersion = CpuModel["versions"][number];
