// The file of the talk: fetched when a page first wants it, absent in some catalogues.
import type { TalkClaims } from "#catalog/schema/talk.ts";
import { loadRaw } from "#state/load-raw.ts";

export const TALK_FILE = "talk/claims.json";

/** The talk's statements; undefined in a catalogue without them. */
export const loadTalk = (): Promise<TalkClaims | undefined> => (talk ??= fetchTalk());

let talk: Promise<TalkClaims | undefined> | undefined;

async function fetchTalk(): Promise<TalkClaims | undefined> {
  const file = await loadRaw(TALK_FILE);
  return file.status === "ready" && isTalk(file.json) ? file.json : undefined;
}

const isTalk = (raw: unknown): raw is TalkClaims =>
  typeof raw === "object" && raw !== null && "claims" in raw && Array.isArray(raw.claims);
