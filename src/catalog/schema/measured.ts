// A measured host: what one KVM itself answered, as the host probe writes it and as public/catalog/observed holds it.
import * as v from "valibot";

const word = v.pipe(v.string(), v.regex(/^0x[0-9a-f]{1,8}$/i, "a word is 0x and hex digits"));

const leaf = v.object({ leaf: word, subleaf: v.optional(v.number(), 0), eax: word, ebx: word, ecx: word, edx: word });

export const measuredHost = v.object({
  /** Kernel release, exact (`release`) or as x.y. */
  kernel: v.string(),
  release: v.optional(v.string()),
  vendor: v.pipe(
    v.string(),
    v.regex(/^(amd|intel|authenticamd|hygongenuine|genuineintel)$/i, "the vendor is AMD or Intel"),
  ),
  /** KVM_CHECK_EXTENSION by name. */
  capabilities: v.record(v.string(), v.number()),
  supportedCpuid: v.array(leaf),
  supportedHvCpuid: v.array(leaf),
});
export type MeasuredHost = v.InferOutput<typeof measuredHost>;
