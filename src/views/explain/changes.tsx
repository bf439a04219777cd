import { useMemo } from "react";
import { excerptsOf, type ExcerptPiece } from "#base/edit-excerpt.ts";
import type { TextEdit } from "#base/text-edit.ts";
import { VisuallyHidden } from "#ui/visually-hidden.tsx";
import styles from "./explain-view.module.css";

/** So many places are shown. */
const SHOWN = 12;

/** What edits change, with a little of the text around it. */
export function Changes({ text, edits }: { readonly text: string; readonly edits: readonly TextEdit[] }) {
  const excerpts = useMemo(() => excerptsOf(text, edits), [text, edits]);
  return (
    <ul className={styles.changes}>
      {excerpts.slice(0, SHOWN).map(({ line, pieces }, index) => (
        <li key={index} className={styles.change}>
          <span className={styles.line}>
            <VisuallyHidden>Line </VisuallyHidden>
            {line}
          </span>
          <code className={styles.pieces}>
            {pieces.map((piece, at) => (
              <Piece key={at} piece={piece} />
            ))}
          </code>
        </li>
      ))}
      {excerpts.length > SHOWN && <li>… and {excerpts.length - SHOWN} more places.</li>}
    </ul>
  );
}

function Piece({ piece: { kind, text } }: { readonly piece: ExcerptPiece }) {
  if (kind === "removed") return <del className={styles.removed}>{text}</del>;
  if (kind === "added") return <ins className={styles.added}>{text}</ins>;
  return text;
}
