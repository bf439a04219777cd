// The editor of the Explain view: plain text, marked in place. Tab leaves it; F8 goes from finding to finding.
import { defaultKeymap, history, historyKeymap, isolateHistory } from "@codemirror/commands";
import { ChangeSet, EditorSelection, EditorState } from "@codemirror/state";
import {
  EditorView,
  drawSelection,
  highlightSpecialChars,
  keymap,
  lineNumbers,
  placeholder,
  type Command,
} from "@codemirror/view";
import { orderEdits, type Span, type TextEdit } from "#base/text-edit.ts";
import type { TokenPlace } from "#state/explain.ts";
import type { Rounds } from "#state/explain-work.ts";
import { marks, nextFinding, tokenNear } from "./marks.ts";
import { theme } from "./theme.ts";

export interface EditorEvents {
  /** The text was changed; asking for it costs time in proportion to its length. */
  readonly onChange: () => void;
  readonly onRest: (token: TokenPlace | undefined) => void;
  readonly onHover: (token: TokenPlace | undefined) => void;
  readonly onFile: (file: File) => void;
}

/** Characters that show nothing and may deceive; carriage returns are part of many line ends and are left alone. */
const SPECIAL =
  // oxlint-disable-next-line no-control-regex -- these are the ones to be shown
  /[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\xad\u061c\u200b-\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufeff\ufff9-\ufffc]/gu;

const go =
  (step: 1 | -1): Command =>
  (view) => {
    const next = nextFinding(view, view.state.selection.main.from, step);
    if (!next) return false;
    showSpan(view, { start: next.from, end: next.to });
    view.dispatch({ effects: EditorView.announce.of(`${next.what.severity}: ${next.what.message}`) });
    return true;
  };

/** @param names Ids of what names and describes the text. */
export function openEditor(
  parent: HTMLElement,
  text: string,
  names: { readonly label: string; readonly describedBy: string },
  { onChange, onRest, onHover, onFile }: EditorEvents,
): EditorView {
  return new EditorView({
    parent,
    state: EditorState.create({
      doc: text,
      extensions: [
        LINE_ENDS,
        lineNumbers(),
        history(),
        drawSelection(),
        highlightSpecialChars({ specialChars: SPECIAL }),
        placeholder("Paste, type or drop a text here: a command line, XML, YAML, a log …"),
        EditorView.lineWrapping,
        EditorState.tabSize.of(4),
        EditorView.contentAttributes.of({
          "aria-label": names.label,
          "aria-describedby": names.describedBy,
          spellcheck: "false",
          autocapitalize: "off",
          translate: "no",
        }),
        keymap.of([{ key: "F8", run: go(1), shift: go(-1), preventDefault: true }, ...defaultKeymap, ...historyKeymap]),
        marks,
        theme,
        EditorView.updateListener.of(({ docChanged, selectionSet, view }) => {
          if (docChanged) onChange();
          if (docChanged || selectionSet) onRest(tokenNear(view, view.state.selection.main.head));
        }),
        EditorView.domEventHandlers({
          mousemove: ({ clientX: x, clientY: y }, view) => {
            const at = view.posAtCoords({ x, y });
            onHover(at === null ? undefined : tokenNear(view, at));
          },
          mouseleave: () => onHover(undefined),
          drop: (event) => {
            const file = event.dataTransfer?.files[0];
            if (!file) return false;
            event.preventDefault();
            onFile(file);
            return true;
          },
        }),
      ],
    }),
  });
}

/** A line ends at a line feed and nowhere else: every other character stays as it was pasted, and offsets are those of the text. */
const LINE_ENDS = EditorState.lineSeparator.of("\n");

/** Puts another text in place of all; the one before comes back by undo. */
export function replaceText(view: EditorView, text: string): void {
  view.dispatch({
    changes: { from: 0, to: view.state.doc.length, insert: view.state.toText(text) },
    selection: { anchor: 0 },
    annotations: isolateHistory.of("full"),
    userEvent: "input.bring",
  });
}

/** Selects a stretch, brings it into sight and gives the editor the focus. */
export function showSpan(view: EditorView, { start, end }: Span): void {
  const { length } = view.state.doc;
  const selection = EditorSelection.range(Math.min(end, length), Math.min(start, length));
  view.dispatch({ selection, effects: EditorView.scrollIntoView(selection, { y: "center" }) });
  view.focus();
}

/** Rounds of edits as one change of a text. */
function changesOf(length: number, rounds: Rounds): ChangeSet {
  let changes = ChangeSet.empty(length);
  for (const round of rounds) {
    const specs = orderEdits(round).map(({ start, end, text }) => ({ from: start, to: end, insert: text }));
    changes = changes.compose(ChangeSet.of(specs, changes.newLength, "\n"));
  }
  return changes;
}

/** The same as edits of the text before all rounds. */
export function editsOf(length: number, rounds: Rounds): readonly TextEdit[] {
  const edits: TextEdit[] = [];
  changesOf(length, rounds).iterChanges((start, end, _from, _to, inserted) =>
    edits.push({ start, end, text: inserted.toString() }),
  );
  return edits;
}

/** Makes rounds of edits: one step of the editor's undo. */
export function makeEdits(view: EditorView, rounds: Rounds): void {
  view.dispatch({
    changes: changesOf(view.state.doc.length, rounds),
    annotations: isolateHistory.of("full"),
    userEvent: "input.fix",
  });
}
