// The difference of two texts by lines, and within a line that was changed by words. Signs, colours and words for it are the reader's.
import { matchSequences } from "./sequence-diff.ts";

export type ChangeKind = "same" | "removed" | "added";

/** A piece of a line; all pieces joined are the line. */
export interface WordPiece {
  readonly text: string;
  readonly isChanged: boolean;
}

export interface DiffLine {
  readonly kind: ChangeKind;
  readonly text: string;
  /** Where the line stands on the other side in another wording: which words are its own. */
  readonly words?: readonly WordPiece[];
}

/**
 * All lines of both texts in one order, of a change what went before what came. The lines that are not added, joined by line ends,
 * are `before` again, those that are not removed are `after`; a text that ends with a line end has an empty last line.
 */
export function diffLines(before: string, after: string): readonly DiffLine[] {
  const [old, now] = [before.split("\n"), after.split("\n")];
  const lines: DiffLine[] = [];
  let [i, j] = [0, 0];
  for (const [x, y] of [...matchSequences(old, now), [old.length, now.length] as const]) {
    lines.push(...change(old.slice(i, x), now.slice(j, y)));
    const same = old[x];
    if (same !== undefined) lines.push({ kind: "same", text: same });
    [i, j] = [x + 1, y + 1];
  }
  return lines;
}

/** Lines that took the place of others. Those at the same place in both are compared word by word, if they are alike. */
function change(removed: readonly string[], added: readonly string[]): readonly DiffLine[] {
  const pairs = removed.slice(0, added.length).map((text, at) => diffWords(text, added[at] ?? ""));
  const side = (kind: ChangeKind, texts: readonly string[], at: "before" | "after"): DiffLine[] =>
    texts.map((text, index) => {
      const words = pairs[index]?.[at];
      return { kind, text, ...(words && { words }) };
    });
  return [...side("removed", removed, "before"), ...side("added", added, "after")];
}

/** Words with the hyphens and points inside of them, runs of space, and every other character by itself. */
const WORDS = /[\p{L}\p{N}_]+(?:[-.][\p{L}\p{N}_]+)*|\s+|[^]/gu;

/** A line longer than this is compared as a whole only. */
const LONGEST = 4000;

/** Both lines in pieces; undefined where less than half of the shorter one stands in the other. */
export function diffWords(
  before: string,
  after: string,
): { readonly before: readonly WordPiece[]; readonly after: readonly WordPiece[] } | undefined {
  if (before.length > LONGEST || after.length > LONGEST) return undefined;
  const [old, now] = [before.match(WORDS) ?? [], after.match(WORDS) ?? []];
  const matches = matchSequences(old, now);
  const shared = matches.reduce((sum, [at]) => sum + (old[at]?.trim().length ?? 0), 0);
  const shorter = Math.min(solid(before), solid(after));
  if (shared === 0 || shared * 2 < shorter) return undefined;
  return {
    before: pieces(old, new Set(matches.map(([at]) => at))),
    after: pieces(now, new Set(matches.map(([, at]) => at))),
  };
}

/** How much of a line is not space. */
const solid = (text: string): number => text.replace(/\s+/g, "").length;

/** Words as pieces, neighbours of one kind joined. */
function pieces(words: readonly string[], kept: ReadonlySet<number>): readonly WordPiece[] {
  const joined: { text: string; isChanged: boolean }[] = [];
  words.forEach((text, at) => {
    const isChanged = !kept.has(at);
    const last = joined.at(-1);
    if (last?.isChanged === isChanged) last.text += text;
    else joined.push({ text, isChanged });
  });
  return joined;
}
