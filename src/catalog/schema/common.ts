// The pieces that every catalogue file is made of: versions, words, evidence.
import * as v from "valibot";

/** How sure a fact is, strongest first: a real program answered, source or commit was read, a document says so, own knowledge. */
export const CONFIDENCES = ["measured", "verified", "documented", "recalled"] as const;
export const confidence = v.picklist(CONFIDENCES);
export type Confidence = v.InferOutput<typeof confidence>;

export const isoDate = v.pipe(v.string(), v.regex(/^\d{4}-\d{2}-\d{2}$/, "a date is YYYY-MM-DD"));

export const versionNumber = v.pipe(
  v.string(),
  v.regex(/^\d+(\.\d+)*$/, "a version is dotted numbers, e.g. 5.10 or 4.14.67"),
);

/** First release with something. `<=4.5` means: at the latest then, the start was not traced. */
export const since = v.pipe(
  v.string(),
  v.regex(/^(<=)?\d+(\.\d+)*$/, 'a first release is dotted numbers, with "<=" in front when the start was not traced'),
);

export const hexWord = v.pipe(v.string(), v.regex(/^0x[0-9a-f]{8}$/, "a word is 0x and eight lower-case hex digits"));

export const hexNumber = v.pipe(v.string(), v.regex(/^0x[0-9a-f]+$/, "a hex number is 0x and lower-case digits"));

export const REGISTERS = ["eax", "ebx", "ecx", "edx"] as const;
export const register = v.picklist(REGISTERS);
export type Register = v.InferOutput<typeof register>;

export const bitIndex = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(31));

export const text = v.pipe(v.string(), v.minLength(1, "a text is not empty"));

export const id = v.pipe(
  v.string(),
  v.regex(/^[a-z0-9][a-z0-9.-]*$/, "an id is lower-case letters, digits, dots and hyphens"),
);

/** Where a fact comes from. `source` names a file, commit, document or measurement that anyone can find. */
export const evidence = v.strictObject({
  source: text,
  confidence,
  checked: isoDate,
  note: v.optional(text),
});
export type Evidence = v.InferOutput<typeof evidence>;
export const evidenceList = v.pipe(v.array(evidence), v.minLength(1, "a fact needs at least one piece of evidence"));

/** Evidence by path inside the file: the key `property.since` backs that leaf, the key `cpuid` all below it. */
export const evidenceByPath = v.record(v.string(), evidenceList);

export const vendor = v.picklist(["intel", "amd"]);
export type Vendor = v.InferOutput<typeof vendor>;
