// Small changes to a text: what stands outside them stays as it is, byte for byte.

/** A stretch of a text, in UTF-16 units; `end` is exclusive. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** Puts `text` in place of a stretch; an empty stretch inserts. */
export interface TextEdit extends Span {
  readonly text: string;
}

/** The edits in the order of their places; of two that overlap, or insert the same at one place, only the first is kept. */
export function orderEdits(edits: readonly TextEdit[]): readonly TextEdit[] {
  const kept: TextEdit[] = [];
  for (const edit of edits.toSorted((a, b) => a.start - b.start || a.end - b.end)) {
    const last = kept.at(-1);
    const isSame = last?.start === edit.start && last.end === edit.end && last.text === edit.text;
    if (!isSame && (last === undefined || edit.start >= last.end)) kept.push(edit);
  }
  return kept;
}

/** The text after all edits; they name places in the text before. */
export function applyEdits(text: string, edits: readonly TextEdit[]): string {
  const parts: string[] = [];
  let at = 0;
  for (const { start, end, text: put } of orderEdits(edits)) {
    parts.push(text.slice(at, start), put);
    at = end;
  }
  parts.push(text.slice(at));
  return parts.join("");
}

/** Line and column of an offset, both from 1; columns count UTF-16 units. */
export interface LinePlace {
  readonly line: number;
  readonly column: number;
}

/** Answers offsets of one text; the lines are counted once. */
export function openLines(text: string): (offset: number) => LinePlace {
  const starts = [0];
  for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) starts.push(at + 1);
  return (offset) => {
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, column: offset - (starts[low] ?? 0) + 1 };
  };
}
