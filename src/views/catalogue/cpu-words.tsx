import type { BundledCpuVersion } from "#catalog/bundle-types.ts";
import type { Catalog } from "#catalog/open.ts";
import { Card } from "#ui/card.tsx";
import { wordRows } from "./word-rows.ts";
import styles from "./pages.module.css";

interface CpuWordsProps {
  readonly catalog: Catalog;
  readonly versions: readonly BundledCpuVersion[];
}

/** The CPUID words of a model, version beside version; what a version changed is marked, and its flags named. */
export function CpuWords({ catalog, versions }: CpuWordsProps) {
  const known = versions.filter(({ words }) => words !== undefined);
  if (known.length === 0)
    return versions.length === 0 ? null : (
      <Card title="CPUID words">
        <p className={styles.empty}>Nobody has measured the words of this model.</p>
      </Card>
    );
  return (
    <Card
      title="CPUID words"
      hint="As defined, before the host’s filter; a change against the version before is marked"
    >
      {/* The table is wider than a phone: the keyboard has to be able to scroll it. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <div className={styles.scrollBody} tabIndex={0} role="group" aria-label="Words by version">
        <table className={styles.words}>
          <thead>
            <tr>
              <th scope="col">Leaf</th>
              {known.map(({ name, version }) => (
                <th key={name} scope="col">
                  {version === 0 ? name : `v${version}`}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {wordRows(catalog, known).map((row) => (
              <tr key={row.key}>
                <th scope="row">{row.place}</th>
                {row.cells.map((cell) => (
                  <td key={cell.version} data-changed={cell.changed === "" ? undefined : ""} title={cell.changed}>
                    {cell.word}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Card>
  );
}
