// The CPUID leaves: titles, fields and the names of bits, also of those that no property sets; of the CPU's own, what is out of reach.
import * as v from "valibot";
import { bitIndex, evidenceList, hexWord, register, text } from "./common.ts";
import { FAMILIES } from "./feature.ts";

export const hypervisorLeaves = v.strictObject({
  leaves: v.array(
    v.strictObject({
      family: v.picklist([...FAMILIES, "cpu"]),
      leaf: hexWord,
      /** 0 unless given. */
      subleaf: v.optional(v.pipe(v.number(), v.integer())),
      title: text,
      note: v.optional(text),
      /** Registers that follow from cache, topology or the host's processor, and what they follow from. */
      depends: v.optional(v.strictObject({ registers: v.array(register), on: text })),
      /** An ordinary flag without which QEMU leaves the whole leaf at zero. */
      needs: v.optional(text),
      fields: v.array(
        v.strictObject({
          register,
          /** Highest and lowest bit. A single bit repeats its number. */
          bits: v.tuple([bitIndex, bitIndex]),
          name: text,
          meaning: v.optional(text),
          /** `text`: characters. `number`: a value. `bit`: a flag. */
          kind: v.picklist(["text", "number", "bit"]),
          /** QEMU's CPU property whose value stands here, where no feature of the catalogue says so. */
          property: v.optional(text),
        }),
      ),
      evidence: evidenceList,
    }),
  ),
});
export type HypervisorLeaves = v.InferOutput<typeof hypervisorLeaves>;
