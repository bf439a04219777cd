import { formatOf, snippetNow } from "#state/snippets.ts";
import { store } from "#state/store.ts";
import { useCatalog, useSelection } from "#state/use-app.ts";
import { CopyButton } from "#ui/copy-button.tsx";
import styles from "./dock.module.css";

/** What libvirt can say of the selection, and which flags it has no element for. */
export function LibvirtLine() {
  const catalog = useCatalog();
  useSelection();
  const { text, leftOut } = snippetNow(formatOf("libvirt-fragment"), catalog, store.getState());
  return (
    <>
      {/* The text scrolls, so the keyboard has to be able to reach it. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <pre className={styles.text} tabIndex={0} aria-label="libvirt elements">
        {withoutHeader(text)}
      </pre>
      {leftOut.length > 0 && (
        <ul className={styles.left} aria-label="libvirt cannot say">
          {leftOut.map(({ property, reason }) => (
            <li key={property}>
              <code>{property}</code>: {reason}
            </li>
          ))}
        </ul>
      )}
      <CopyButton look="primary" name="Copy the libvirt elements" text={() => text} />
    </>
  );
}

/** The elements without the comment in front: the dock has no room for it, the copy has it. */
const withoutHeader = (text: string): string => text.replace(/^\s*<!--[^]*?-->\s*/, "");
