// What a rule of the linter says and why, with a configuration that breaks it and one that does not.
import * as v from "valibot";
import { evidenceList, text } from "./common.ts";

/** A configuration, and the options with which it is looked at, as `flipbit explain` takes them. */
const example = v.strictObject({ options: v.array(text), text });

export const rulePage = v.strictObject({
  /** Stable; also the file's name. */
  id: v.pipe(v.string(), v.regex(/^[A-Z]+(?:-[A-Z]+)*$/, "capital letters and hyphens")),
  title: text,
  severities: v.pipe(v.array(v.picklist(["error", "warning", "info"])), v.minLength(1)),
  /** What it means, and why that is so. */
  means: text,
  /** What to do about it. */
  todo: text,
  /** In this one the rule finds something, in the other it does not. */
  bad: example,
  good: example,
  evidence: evidenceList,
});
export type RulePage = v.InferOutput<typeof rulePage>;
