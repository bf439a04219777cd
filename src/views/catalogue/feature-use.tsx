import type { BundledFeature } from "#catalog/bundle-types.ts";
import type { Catalog } from "#catalog/open.ts";
import { Card } from "#ui/card.tsx";
import type { Fact } from "#ui/facts.tsx";
import { FactList } from "./fact-list.tsx";
import { sinceText } from "./since-text.ts";
import styles from "./pages.module.css";

interface FeatureUseProps {
  readonly catalog: Catalog;
  readonly feature: BundledFeature;
}

/** Who should take it, what it does by itself and why not, what migration does with it, what went wrong with it. */
export function FeatureUse({ catalog, feature }: FeatureUseProps) {
  const { whyNotDefault, migration, recommended, notes, libvirt } = feature;
  const remarks = [...notes, ...(libvirt?.note === undefined ? [] : [`libvirt: ${libvirt.note}`])];
  return (
    <>
      <Card title="By default">
        <div className={styles.body}>
          <FactList facts={defaults(catalog, feature)} />
          {whyNotDefault !== undefined && (
            <>
              <h3 className={styles.sub}>
                Why not on by default: {whyNotDefault.reasons.map((reason) => WHY[reason]).join(", ")}
              </h3>
              <p>{whyNotDefault.text}</p>
            </>
          )}
        </div>
      </Card>
      {(recommended !== undefined || migration !== undefined) && (
        <Card title="Use and migration">
          <div className={styles.body}>
            {recommended !== undefined && (
              <>
                <FactList
                  facts={[
                    { term: "For Linux guests", value: ADVICE[recommended.linux] },
                    { term: "For Windows guests", value: ADVICE[recommended.windows] },
                  ]}
                />
                {recommended.text !== undefined && <p>{recommended.text}</p>}
              </>
            )}
            {migration !== undefined && (
              <>
                <h3 className={styles.sub}>Migration: {MIGRATION[migration.value]}</h3>
                {migration.text !== undefined && <p>{migration.text}</p>}
              </>
            )}
          </div>
        </Card>
      )}
      {remarks.length > 0 && (
        <Card title="Known problems and remarks">
          <div className={styles.body}>
            <ul className={styles.notes}>
              {remarks.map((note) => (
                <li key={note}>{note}</li>
              ))}
            </ul>
          </div>
        </Card>
      )}
    </>
  );
}

const WHY = {
  "kernel-floor": "the defaults must run on older kernels",
  migration: "migration",
  vendor: "one vendor's hosts only",
  pinning: "it needs pinned vCPUs",
  "machine-option": "it needs a machine option",
  "guest-taste": "only some guests want it",
  "never-proposed": "nobody proposed it",
  "host-specific": "it depends on the host",
  debug: "it is for debugging",
} as const;

const ADVICE = {
  yes: "recommended where the host has it",
  no: "not recommended",
  depends: "depends on the use",
  unknown: "no recommendation is known",
} as const;

const MIGRATION = {
  yes: "it travels",
  no: "it blocks",
  conditional: "under conditions",
  unknown: "not known",
} as const;

function defaults(catalog: Catalog, { property }: BundledFeature): readonly Fact[] {
  if (property === undefined || property.since === null) return [{ term: "QEMU", value: "no property" }];
  const tables = catalog.qemu.defaults.filter((table) => table.on.includes(property.name));
  const first = tables[0];
  const own = property.defaults ?? [];
  return [
    ...own.map(({ value, since }) => ({
      term: since === undefined ? "QEMU's own value" : `From QEMU ${sinceText(since)}`,
      value,
    })),
    {
      term: "KVM's default table",
      value:
        first === undefined ? "not in it" : `on since QEMU ${sinceText(first.since)} or before, for named CPU models`,
    },
  ];
}
