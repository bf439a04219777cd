// What the last step changed, for the mark in the command line and for the sentence that says it.
import type { Selection } from "#engine/selection.ts";
import { printFlag } from "./flag-text.ts";

export interface FlagChanges {
  readonly added: readonly string[];
  readonly removed: readonly string[];
}

/** Flags that came and went between two selections, as QEMU writes them. */
export function flagChanges(before: Selection | undefined, now: Selection): FlagChanges {
  if (before === undefined || before.overrides === now.overrides) return { added: [], removed: [] };
  const old = new Set(before.overrides.map(printFlag));
  const current = new Set(now.overrides.map(printFlag));
  return {
    added: [...current].filter((flag) => !old.has(flag)),
    removed: [...old].filter((flag) => !current.has(flag)),
  };
}

/** The same in words; empty when no flag changed. */
export function changeText({ added, removed }: FlagChanges): string {
  const parts = [];
  if (added.length > 0) parts.push(`added ${added.join(", ")}`);
  if (removed.length > 0) parts.push(`removed ${removed.join(", ")}`);
  const text = parts.join("; ");
  return text === "" ? "" : `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}

/** Marks what is new: each item is compared with the next unmatched one of the list before. */
export function markNew<T>(
  items: readonly T[],
  before: readonly T[] | undefined,
  key: (item: T) => string,
): readonly (readonly [T, boolean])[] {
  if (before === undefined) return items.map((item) => [item, false] as const);
  const left = new Map<string, number>();
  for (const item of before) left.set(key(item), (left.get(key(item)) ?? 0) + 1);
  return items.map((item) => {
    const count = left.get(key(item)) ?? 0;
    left.set(key(item), count - 1);
    return [item, count <= 0] as const;
  });
}
