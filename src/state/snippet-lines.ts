// A snippet line by line as it is drawn: with marks where it is not what was in sight before, or beside another text as a diff.
import { diffLines, type ChangeKind, type WordPiece } from "#base/text-diff.ts";

export interface SnippetLine {
  readonly kind: ChangeKind;
  readonly text: string;
  /** Where another wording of the line is known: which words are this one's own. */
  readonly words?: readonly WordPiece[];
  /** How many lines stood in front of this one and went without another in their place. */
  readonly gone?: number;
}

const withoutEnd = (text: string): string => text.replace(/\n$/, "");

/** The lines as they are. */
export const plainLines = (text: string): readonly SnippetLine[] =>
  withoutEnd(text)
    .split("\n")
    .map((line) => ({ kind: "same", text: line }));

/** All lines of both texts, what is only in `other` as removed. */
export const comparedLines = (text: string, other: string): readonly SnippetLine[] =>
  diffLines(withoutEnd(other), withoutEnd(text));

/** The lines of the text; those that `before` has not are marked as added, and where some went the next one says so. */
export function markedLines(text: string, before: string): readonly SnippetLine[] {
  const lines: SnippetLine[] = [];
  let gone = 0;
  for (const line of comparedLines(text, before)) {
    if (line.kind === "removed") gone += 1;
    else {
      // A line in the place of another is a changed one: nothing went there.
      if (line.kind === "added") gone = Math.max(0, gone - 1);
      lines.push(line.kind === "same" && gone > 0 ? { ...line, gone } : line);
      if (line.kind === "same") gone = 0;
    }
  }
  const last = lines.at(-1);
  return gone > 0 && last ? [...lines.slice(0, -1), { ...last, gone }] : lines;
}

/** The differences counted, e.g. `2 lines added, 1 line removed`; empty where there are none. */
export function countText(lines: readonly SnippetLine[], came = "added", went = "removed"): string {
  const added = lines.filter(({ kind }) => kind === "added").length;
  const removed = lines.reduce((sum, { kind, gone = 0 }) => sum + gone + (kind === "removed" ? 1 : 0), 0);
  const count = (number: number, word: string): string[] =>
    number === 0 ? [] : [`${number} ${number === 1 ? "line" : "lines"} ${word}`];
  return [...count(added, came), ...count(removed, went)].join(", ");
}
