// How the editor looks. Its own style sheet stands outside the page's layers, so its looks are given here, in the page's tokens.
import { EditorView } from "@codemirror/view";

const wavy = (colour: string, style = "wavy") => ({
  textDecoration: `underline ${style} var(${colour})`,
  textDecorationThickness: style === "wavy" ? "1px" : "2px",
  textUnderlineOffset: "4px",
  textDecorationSkipInk: "none",
});

export const theme = EditorView.theme({
  "&": { color: "var(--text)", backgroundColor: "transparent", maxHeight: "min(62dvh, 42rem)", minHeight: "9.5rem" },
  "&.cm-focused": { outline: "2px solid var(--accent)", outlineOffset: "-2px" },
  ".cm-scroller": { font: "0.81rem/1.75 var(--mono)", overflow: "auto", fontFamily: "var(--mono)" },
  ".cm-content": { padding: "12px 0", caretColor: "var(--text)", color: "var(--faint)" },
  ".cm-line": { padding: "0 14px 0 4px" },
  ".cm-gutters": { backgroundColor: "transparent", color: "var(--faint)", border: "0" },
  ".cm-lineNumbers .cm-gutterElement": { minWidth: "34px", padding: "0 4px 0 10px" },
  ".cm-placeholder": { color: "var(--faint)", fontFamily: "var(--sans)" },
  ".cm-cursor": { borderLeftColor: "var(--text)" },
  ".cm-specialChar": { color: "var(--no)" },
  ".fb-severities": { width: "18px", textAlign: "center", fontWeight: "600" },
  ".fb-gutter-error": { color: "var(--no)" },
  ".fb-gutter-warning": { color: "var(--miss)" },
  ".fb-gutter-info": { color: "var(--opt)" },
  ".fb-near": { color: "var(--text)" },
  ".fb-token": { color: "var(--opt)", borderRadius: "3px", cursor: "default" },
  ".fb-on": { color: "var(--on)" },
  ".fb-off": { color: "var(--text)", fontStyle: "italic" },
  ".fb-lost": { color: "var(--miss)", ...wavy("--miss", "dashed") },
  ".fb-fatal": { color: "var(--no)", ...wavy("--no") },
  ".fb-unknown": { color: "var(--unk)", ...wavy("--unk", "dotted") },
  ".fb-unread": { color: "var(--muted)", textDecoration: "line-through" },
  ".fb-error": wavy("--no"),
  ".fb-warning": wavy("--miss"),
  ".fb-info": wavy("--opt", "dotted"),
  ".fb-current": { boxShadow: "0 0 0 1.5px var(--accent)" },
  "@media print": {
    "&": { maxHeight: "none" },
    ".cm-scroller": { overflow: "visible" },
  },
});
