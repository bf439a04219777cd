import type { BundledFeature } from "#catalog/bundle-types.ts";
import { Card } from "#ui/card.tsx";
import { flagLine, libvirtLines } from "./snippet-text.ts";
import styles from "./pages.module.css";

/** How the feature is asked for on QEMU's command line and in libvirt's XML. */
export function FeatureSnippet({ feature }: { readonly feature: BundledFeature }) {
  const flag = flagLine(feature);
  const xml = libvirtLines(feature);
  if (flag === undefined && feature.libvirt === undefined) return null;
  return (
    <Card title="In a snippet" hint="The Snippets view writes it for the whole VM, with what it requires">
      <div className={styles.body}>
        {flag !== undefined && (
          <>
            <h3 className={styles.sub}>QEMU</h3>
            <pre className={styles.code}>{flag}</pre>
          </>
        )}
        <h3 className={styles.sub}>libvirt</h3>
        {xml === undefined ? (
          <p className={styles.quiet}>No element says it; libvirt can only pass QEMU’s own option through.</p>
        ) : (
          <pre className={styles.code}>{xml}</pre>
        )}
      </div>
    </Card>
  );
}
