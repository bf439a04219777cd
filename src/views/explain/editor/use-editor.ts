// Ties the editor to the state: what is typed goes in, what is brought and what was found come back.
import type { EditorView } from "@codemirror/view";
import { useCallback, type RefCallback } from "react";
import type { Catalog } from "#catalog/open.ts";
import { explainToken, type TokenLook } from "#engine/explain/token.ts";
import type { HostSelection } from "#engine/selection.ts";
import { bringText, explainStore, hoverOver, reopenText, restOn, typeText, type Read } from "#state/explain.ts";
import { pastedResolved } from "#state/explain-vm.ts";
import { store } from "#state/store.ts";
import { setMarks, tokenNear, type MarkedToken, type Marks } from "./marks.ts";
import { openEditor, replaceText } from "./open-editor.ts";

/** Longer texts wait for a pause in the typing: taking one out of the editor costs time. */
const LONG = 200_000;
const PAUSE = 250;

/** A ref for the element that the editor is to stand in; tells the editor when it is there and when it goes. */
export function useEditor(
  names: { readonly label: string; readonly describedBy: string },
  onEditor: (editor: EditorView | undefined) => void,
): RefCallback<HTMLElement> {
  const { label, describedBy } = names;
  return useCallback(
    (parent) => {
      if (!parent) return undefined;
      reopenText();
      const { editor, close } = linkEditor(parent, { label, describedBy });
      onEditor(editor);
      return () => {
        onEditor(undefined);
        close();
      };
    },
    [label, describedBy, onEditor],
  );
}

function linkEditor(parent: HTMLElement, names: { readonly label: string; readonly describedBy: string }) {
  let waiting: (() => void) | undefined;
  const flush = (): void => {
    waiting?.();
    waiting = undefined;
    typeText(editor.state.doc.toString());
    mark();
  };
  const mark = (): void => {
    const { read, text } = explainStore.getState();
    if (waiting || (read && read.text !== text)) return;
    editor.dispatch({ effects: setMarks.of(marksOf(read)) });
    restOn(tokenNear(editor, editor.state.selection.main.head));
  };
  const editor = openEditor(parent, explainStore.getState().text, names, {
    onChange: () => {
      waiting ??= soon(editor.state.doc.length > LONG, flush);
    },
    onRest: restOn,
    onHover: hoverOver,
    onFile: (file) => void file.text().then((text) => bringText(text, file.name)),
  });
  mark();
  const stop = explainStore.subscribe((now, before) => {
    if (now.brought !== before.brought) replaceText(editor, now.text);
    if (now.read !== before.read) mark();
  });
  const close = (): void => {
    stop();
    if (waiting) flush();
    restOn(undefined);
    hoverOver(undefined);
    editor.destroy();
  };
  return { editor, close };
}

/** Calls back with the next frame, or after a pause; returns the way not to. */
function soon(isPause: boolean, then: () => void): () => void {
  if (isPause) {
    const timer = setTimeout(then, PAUSE);
    return () => clearTimeout(timer);
  }
  const frame = requestAnimationFrame(then);
  return () => cancelAnimationFrame(frame);
}

function marksOf(read: Read | undefined): Marks {
  const { catalog, selection } = store.getState();
  if (!read || catalog.status !== "ready") return { tokens: [], findings: [], messages: [] };
  const { vms, findings, messages } = read.explained;
  return {
    messages,
    tokens: vms
      .flatMap((config, vm) =>
        config.mentions.map((mention, index): MarkedToken => ({
          ...mention.span,
          place: { vm, mention: index },
          look: once(() => lookOf(catalog.catalog, selection.host, config, mention)),
        })),
      )
      .toSorted((a, b) => a.start - b.start),
    findings: findings.flatMap(({ finding, message }) =>
      finding.span ? [{ ...finding.span, severity: finding.severity, message }] : [],
    ),
  };
}

type Config = Read["explained"]["vms"][number];

const lookOf = (
  catalog: Catalog,
  host: HostSelection,
  config: Config,
  mention: Config["mentions"][number],
): TokenLook => explainToken(catalog, mention, pastedResolved(catalog, config, host)).look;

function once<T>(compute: () => T): () => T {
  let known: { readonly value: T } | undefined;
  return () => (known ??= { value: compute() }).value;
}
