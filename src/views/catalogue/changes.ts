// The catalogue's changelog: fetched when a page first wants it, and how its kinds look and read.
import type { CatalogChange, CatalogChanges, ChangeKind } from "#catalog/schema/changes.ts";
import { loadRaw } from "#state/load-raw.ts";
import type { Tone } from "#ui/badge.tsx";

export const CHANGES_FILE = "changes.json";

let changes: Promise<CatalogChanges | undefined> | undefined;

/** The changelog; undefined in a catalogue without one. */
export const loadChanges = (): Promise<CatalogChanges | undefined> => (changes ??= fetchChanges());

async function fetchChanges(): Promise<CatalogChanges | undefined> {
  const file = await loadRaw(CHANGES_FILE);
  return file.status === "ready" && isChangelog(file.json) ? file.json : undefined;
}

const isChangelog = (raw: unknown): raw is CatalogChanges =>
  typeof raw === "object" && raw !== null && "versions" in raw && Array.isArray(raw.versions);

export const CHANGE_TONES: Record<ChangeKind, Tone> = { added: "on", corrected: "miss", confidence: "opt" };

export const CHANGE_WORDS: Record<ChangeKind, string> = {
  added: "added",
  corrected: "corrected",
  confidence: "better proven",
};

/** What a change is searched by. */
export const changeText = (change: CatalogChange): string =>
  [
    change.title,
    change.before ?? "",
    change.now,
    change.means,
    CHANGE_WORDS[change.kind],
    ...change.files,
    ...change.features,
    ...change.hosts,
    ...change.machines,
    ...change.cpus,
  ]
    .join(" ")
    .toLowerCase()
    .replaceAll("_", "-");
