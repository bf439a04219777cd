// What this page remembers of snippets for as long as it is open: what was in sight last, and what was taken away. Selections,
// not texts: printed again with the date and the link of the moment they differ in nothing but what was chosen.
import type { Selection } from "#engine/selection.ts";

/** What was copied or downloaded. */
export interface SnippetCopy {
  readonly selection: Selection;
  /** The release of the target; empty: the newest. */
  readonly target: string;
}

export interface SnippetMemory {
  /** The selection whose snippets were in sight last, and the one before that. */
  readonly shown: Selection | undefined;
  readonly before: Selection | undefined;
  /** By the format's id. */
  readonly copies: Readonly<Record<string, SnippetCopy>>;
}

export const NO_SNIPPETS: SnippetMemory = { shown: undefined, before: undefined, copies: {} };

export const afterShowing = (memory: SnippetMemory, selection: Selection): SnippetMemory =>
  memory.shown === selection ? memory : { ...memory, shown: selection, before: memory.shown };

export const withCopy = (memory: SnippetMemory, format: string, copy: SnippetCopy): SnippetMemory => ({
  ...memory,
  copies: { ...memory.copies, [format]: copy },
});

/** The selection that was in sight before this one; the same answer whether this one counts as shown already or not. */
export const shownBefore = ({ shown, before }: SnippetMemory, selection: Selection): Selection | undefined =>
  shown === selection ? before : shown;
