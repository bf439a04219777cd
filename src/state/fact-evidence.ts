// The evidence behind one fact of a catalogue file.
import type { Evidence } from "#catalog/schema/common.ts";
import { catalogAddress } from "./load-catalog.ts";
import type { EvidenceByPath } from "./load-evidence.ts";

/** Evidence under the fact's own path, or under the nearest one around or inside it; all of the file where none is near. */
export function evidenceOf(byPath: EvidenceByPath, path: string): readonly Evidence[] {
  const all = Object.entries(byPath);
  const own = all.filter(([key]) => key === path);
  const near = all.filter(([key]) => key.startsWith(`${path}.`) || path.startsWith(`${key}.`));
  return (own.length > 0 ? own : near.length > 0 ? near : all).flatMap(([, items]) => items);
}

/** Where a source that is served with the page can be read: catalogue files and measurements. */
export const evidenceAddress = (source: string): string | undefined =>
  /^[\w-]+(?:\/[\w.-]+)+$/.test(source) ? catalogAddress(source) : undefined;
