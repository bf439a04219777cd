import { Fragment, type Ref } from "react";
import type { SnippetLine } from "#state/snippet-lines.ts";
import { classList } from "#ui/class-list.ts";
import { VisuallyHidden } from "#ui/visually-hidden.tsx";
import styles from "./code-lines.module.css";

interface CodeLinesProps {
  readonly lines: readonly SnippetLine[];
  readonly wrap: boolean;
  readonly label: string;
  /** The element that holds the text alone, to be selected. */
  readonly textRef: Ref<HTMLElement>;
}

/** A text with numbered lines, and signs at those that came or went. Copied by hand it is the text alone, without what went. */
export function CodeLines({ lines, wrap, label, textRef }: CodeLinesProps) {
  const comments = commentLines(lines);
  return (
    // The text scrolls, so the keyboard has to be able to reach it.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <pre className={classList(styles.code, wrap && styles.wrapped)} tabIndex={0} aria-label={label}>
      <code ref={textRef}>
        {lines.map((line, index) => (
          <Line key={`${index} ${line.kind} ${line.text}`} line={line} isComment={comments[index] === true} />
        ))}
      </code>
    </pre>
  );
}

const TAGS = { same: "span", added: "ins", removed: "del" } as const;
const SPOKEN = { same: "", added: "Added: ", removed: "Removed: " } as const;

function Line({ line, isComment }: { readonly line: SnippetLine; readonly isComment: boolean }) {
  const { kind, text, words, gone } = line;
  const Tag = TAGS[kind];
  return (
    <Tag
      className={classList(styles.line, styles[kind], isComment && styles.comment, gone !== undefined && styles.gone)}
    >
      {gone !== undefined && (
        <Aside>{gone === 1 ? "A line was removed here. " : `${gone} lines were removed here. `}</Aside>
      )}
      {kind !== "same" && <Aside>{SPOKEN[kind]}</Aside>}
      {words === undefined
        ? text
        : words.map((piece, index) =>
            piece.isChanged ? (
              <mark key={`${index} ${piece.text}`} className={styles.word}>
                {piece.text}
              </mark>
            ) : (
              <Fragment key={`${index} ${piece.text}`}>{piece.text}</Fragment>
            ),
          )}
      {"\n"}
    </Tag>
  );
}

/** Said, but neither seen nor copied. */
const Aside = ({ children }: { readonly children: string }) => (
  <span className={styles.aside}>
    <VisuallyHidden>{children}</VisuallyHidden>
  </span>
);

/** Which lines are comment: `#` to the end of the line, XML comments from their beginning to their end. */
function commentLines(lines: readonly SnippetLine[]): readonly boolean[] {
  let isOpen = false;
  return lines.map(({ text }) => {
    const isComment = isOpen || /^\s*(#|<!--)/.test(text);
    if (isComment && text.includes("<!--")) isOpen = true;
    if (text.includes("-->")) isOpen = false;
    return isComment;
  });
}
