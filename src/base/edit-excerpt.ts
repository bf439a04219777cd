// What edits change, as short pieces of the text around them: enough to judge a repair without reading the whole.
import { openLines, orderEdits, type TextEdit } from "./text-edit.ts";

export interface ExcerptPiece {
  readonly kind: "same" | "removed" | "added";
  readonly text: string;
}

export interface Excerpt {
  /** Line of the first edit, from 1. */
  readonly line: number;
  readonly pieces: readonly ExcerptPiece[];
}

/** Characters kept on both sides of an edit; edits closer than twice that share an excerpt. */
const AROUND = 28;

/** The edits in the order of the text, neighbours together, each with what stands around it in its line. */
export function excerptsOf(text: string, edits: readonly TextEdit[]): readonly Excerpt[] {
  const lines = openLines(text);
  return groups(text, orderEdits(edits)).map((group) => {
    const first = group[0]?.start ?? 0;
    const last = group.at(-1)?.end ?? first;
    return {
      line: lines(first).line,
      pieces: joined([...before(text, first), ...inside(text, group), ...after(text, last)]),
    };
  });
}

function groups(text: string, edits: readonly TextEdit[]): readonly (readonly TextEdit[])[] {
  const made: TextEdit[][] = [];
  for (const edit of edits) {
    const last = made.at(-1);
    const end = last?.at(-1)?.end ?? -1;
    const isNear = end >= 0 && edit.start - end <= 2 * AROUND && !text.slice(end, edit.start).includes("\n");
    if (last && isNear) last.push(edit);
    else made.push([edit]);
  }
  return made;
}

function before(text: string, at: number): readonly ExcerptPiece[] {
  const from = Math.max(text.lastIndexOf("\n", at - 1) + 1, at - AROUND);
  const start = text.lastIndexOf("\n", at - 1) + 1;
  return same(`${from > start ? "…" : ""}${text.slice(from, at)}`);
}

function after(text: string, at: number): readonly ExcerptPiece[] {
  const newline = text.indexOf("\n", at);
  const end = newline < 0 ? text.length : newline;
  const to = Math.min(end, at + AROUND);
  return same(`${text.slice(at, to)}${to < end ? "…" : ""}`);
}

function inside(text: string, group: readonly TextEdit[]): readonly ExcerptPiece[] {
  let at = group[0]?.start ?? 0;
  return group.flatMap(({ start, end, text: put }) => {
    const between = same(text.slice(at, start));
    at = end;
    return [...between, ...piece("removed", text.slice(start, end)), ...piece("added", put)];
  });
}

/** Neighbours of one kind as one piece. */
function joined(pieces: readonly ExcerptPiece[]): readonly ExcerptPiece[] {
  const made: { kind: ExcerptPiece["kind"]; text: string }[] = [];
  for (const { kind, text } of pieces) {
    const last = made.at(-1);
    if (last?.kind === kind) last.text += text;
    else made.push({ kind, text });
  }
  return made;
}

const same = (text: string): readonly ExcerptPiece[] => piece("same", text);

const piece = (kind: ExcerptPiece["kind"], text: string): readonly ExcerptPiece[] =>
  text === "" ? [] : [{ kind, text }];
