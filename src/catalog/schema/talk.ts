// The 2021 talk, statement by statement: what it said, what the sources say now, and whether it still holds.
import * as v from "valibot";
import { evidenceList, id, text } from "./common.ts";

export const VERDICTS = [
  "still-true",
  "true-with-notes",
  "no-longer-true",
  "never-quite-true",
  "misprint",
  "opinion",
] as const;

export const talkClaims = v.strictObject({
  source: text,
  date: v.pipe(v.string(), v.regex(/^\d{4}(-\d{2}(-\d{2})?)?$/, "a year, with month and day where known")),
  claims: v.array(
    v.strictObject({
      id,
      topic: text,
      /** The statement, in our own words. */
      claim: text,
      verdict: v.picklist(VERDICTS),
      /** The release with which it changed. */
      since: v.optional(text),
      now: text,
      features: v.array(id),
      evidence: evidenceList,
    }),
  ),
});
export type TalkClaims = v.InferOutput<typeof talkClaims>;
export type TalkClaim = TalkClaims["claims"][number];
export type TalkVerdict = (typeof VERDICTS)[number];
