import { markNew } from "#state/changes.ts";
import { selectTokens } from "#state/selectors.ts";
import { useApp, useCatalog, useSelection } from "#state/use-app.ts";
import { CopyButton } from "#ui/copy-button.tsx";
import styles from "./dock.module.css";

/** The command line of the selection, with what the last step changed marked. */
export function QemuLine() {
  const catalog = useCatalog();
  const selection = useSelection();
  const previous = useApp((app) => app.previous);
  const tokens = selectTokens(catalog, selection);
  const before = previous && selectTokens(catalog, previous);
  const marked = markNew(tokens, before, (token) => token.text);
  return (
    <>
      {/* The line scrolls sideways, so the keyboard has to be able to reach it. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <pre className={styles.text} tabIndex={0} aria-label="QEMU command line">
        {marked.map(([token, isNew], index) =>
          isNew ? (
            <ins key={`${index} ${token.text}`} className={styles.new}>
              {token.text}
            </ins>
          ) : (
            <span key={`${index} ${token.text}`} className={token.property === undefined ? styles.fixed : undefined}>
              {token.text}
            </span>
          ),
        )}
      </pre>
      <CopyButton
        look="primary"
        name="Copy the QEMU command line"
        text={() => tokens.map((token) => token.text).join("")}
      />
    </>
  );
}
