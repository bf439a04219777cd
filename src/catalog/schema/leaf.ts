// The hypervisor CPUID leaves: titles, fields and the names of bits, also of those that no property sets.
import * as v from "valibot";
import { bitIndex, evidenceList, hexWord, register, text } from "./common.ts";
import { family } from "./feature.ts";

export const hypervisorLeaves = v.strictObject({
  leaves: v.array(
    v.strictObject({
      family,
      leaf: hexWord,
      title: text,
      note: v.optional(text),
      fields: v.array(
        v.strictObject({
          register,
          /** Highest and lowest bit. A single bit repeats its number. */
          bits: v.tuple([bitIndex, bitIndex]),
          name: text,
          meaning: v.optional(text),
          /** `text`: characters. `number`: a value. `bit`: a flag. */
          kind: v.picklist(["text", "number", "bit"]),
        }),
      ),
      evidence: evidenceList,
    }),
  ),
});
export type HypervisorLeaves = v.InferOutput<typeof hypervisorLeaves>;
