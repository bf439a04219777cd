// How the verdicts on the talk's statements look and read; total, so that a new one does not compile without its word.
import type { TalkClaim, TalkVerdict } from "#catalog/schema/talk.ts";
import type { Tone } from "#ui/badge.tsx";

export const TALK_TONES: Record<TalkVerdict, Tone> = {
  "still-true": "on",
  "true-with-notes": "opt",
  "no-longer-true": "miss",
  "never-quite-true": "no",
  misprint: "unk",
  opinion: "plain",
};

export const TALK_WORDS: Record<TalkVerdict, string> = {
  "still-true": "still true",
  "true-with-notes": "true, with notes",
  "no-longer-true": "no longer true",
  "never-quite-true": "never quite true",
  misprint: "misprint",
  opinion: "opinion",
};

/** How many statements have each verdict, in the order of the words; those that none has are left out. */
export function countVerdicts(claims: readonly TalkClaim[]): readonly (readonly [TalkVerdict, number])[] {
  return (Object.keys(TALK_WORDS) as TalkVerdict[])
    .map((verdict) => [verdict, claims.filter((claim) => claim.verdict === verdict).length] as const)
    .filter(([, count]) => count > 0);
}

/** Whether all words of a query occur in a statement. */
export const claimText = (claim: TalkClaim): string =>
  [claim.topic, claim.claim, claim.now, TALK_WORDS[claim.verdict], ...claim.features]
    .join(" ")
    .toLowerCase()
    .replaceAll("_", "-");
