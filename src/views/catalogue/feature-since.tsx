import type { BundledFeature } from "#catalog/bundle-types.ts";
import type { Catalog } from "#catalog/open.ts";
import { Card } from "#ui/card.tsx";
import { sinceRows, type SinceRow } from "./since-rows.ts";
import { ticks, yearShare } from "./time-line.ts";
import { Confidence } from "./confidence.tsx";
import styles from "./feature-since.module.css";

interface FeatureSinceProps {
  readonly catalog: Catalog;
  readonly feature: BundledFeature;
}

/** How the bit went up through the layers, release by release. */
export function FeatureSince({ catalog, feature }: FeatureSinceProps) {
  return (
    <Card title="Since when" hint="The first release of each layer that knows it">
      <Rows rows={sinceRows(catalog, feature)} />
    </Card>
  );
}

function Rows({ rows }: { readonly rows: readonly SinceRow[] }) {
  const days = rows.flatMap(({ released }) => released ?? []);
  const marks = ticks(days);
  return (
    <div className={styles.frame}>
      <table className={styles.table} aria-label="Since when">
        <thead>
          <tr>
            <th scope="col">Layer</th>
            <th scope="col">Since</th>
            <th scope="col" className={styles.lineHead}>
              {marks.map((year) => (
                <i key={year} className={styles.year} style={{ insetInlineStart: `${yearShare(marks, `${year}`)}%` }}>
                  {year}
                </i>
              ))}
              <span className={styles.hidden}>Released</span>
            </th>
            <th scope="col" className={styles.how}>
              How it is known
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.layer}>
              <th scope="row">
                {row.layer}
                <Detail row={row} />
              </th>
              <td className={styles.since}>{row.since || "–"}</td>
              <td className={styles.track}>
                {row.released !== undefined && (
                  <>
                    <i className={styles.span} style={{ insetInlineStart: `${yearShare(marks, row.released)}%` }} />
                    <i className={styles.dot} style={{ insetInlineStart: `${yearShare(marks, row.released)}%` }} />
                    <span className={styles.hidden}>{row.released}</span>
                  </>
                )}
              </td>
              <td className={styles.how}>
                <Confidence word={row.confidence} file={row.file} layer={row.layer} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Detail({ row: { name, byDefault, note } }: { readonly row: SinceRow }) {
  const rest = [byDefault && `by default ${byDefault}`, note].filter(Boolean).join(" · ");
  if (name === undefined && rest === "") return null;
  return (
    <span className={styles.detail}>
      {name !== undefined && <code>{name}</code>} {rest}
    </span>
  );
}
