import { classList } from "#ui/class-list.ts";
import styles from "./snippets-view.module.css";

interface CodeLinesProps {
  readonly text: string;
  readonly wrap: boolean;
  readonly label: string;
}

/** A text with numbered lines. The numbers are drawn, not written: selecting and copying by hand gives the text alone. */
export function CodeLines({ text, wrap, label }: CodeLinesProps) {
  const lines = text.replace(/\n$/, "").split("\n");
  const comments = commentLines(lines);
  return (
    // The text scrolls, so the keyboard has to be able to reach it.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <pre className={classList(styles.code, wrap && styles.wrapped)} tabIndex={0} aria-label={label}>
      <code>
        {lines.map((line, index) => (
          <span key={index} className={classList(styles.line, comments[index] && styles.comment)}>
            {line === "" ? " " : line}
            {"\n"}
          </span>
        ))}
      </code>
    </pre>
  );
}

/** Which lines are comment: `#` to the end of the line, XML comments from their beginning to their end. */
function commentLines(lines: readonly string[]): readonly boolean[] {
  let isOpen = false;
  return lines.map((line) => {
    const isComment = isOpen || /^\s*(#|<!--)/.test(line);
    if (isComment && line.includes("<!--")) isOpen = true;
    if (line.includes("-->")) isOpen = false;
    return isComment;
  });
}
