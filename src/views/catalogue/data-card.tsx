import type { Catalog } from "#catalog/open.ts";
import { catalogAddress } from "#state/load-catalog.ts";
import { Card } from "#ui/card.tsx";
import { FactList } from "./fact-list.tsx";
import { SCHEMAS, schemaFile } from "./files.ts";
import { PageLink } from "./page-link.tsx";
import styles from "./pages.module.css";

/** The data behind all this: its version and licence, how much there is, and where to fetch it. */
export function DataCard({ catalog }: { readonly catalog: Catalog }) {
  const { index } = catalog;
  return (
    <Card title="The data" hint="Plain JSON, to be used from anywhere">
      <div className={styles.body}>
        <p>{index.note}</p>
        <FactList
          facts={[
            {
              term: "Version",
              value: <PageLink page={{ kind: "list", list: "changes" }}>{index.version}: what changed</PageLink>,
            },
            { term: "Licence", value: index.licence },
            { term: "Features", value: catalog.features.length },
            { term: "Machine types", value: catalog.machineByName.size },
            { term: "CPU models", value: `${catalog.cpus.length}, ${catalog.cpuByName.size} names` },
            { term: "Hosts", value: `${catalog.platforms.length} platforms, ${catalog.kernels.length} kernels` },
            {
              term: "Releases",
              value: `${catalog.qemu.releases.length} of QEMU, ${catalog.libvirt.releases.length} of libvirt`,
            },
          ]}
        />
        <p className={styles.files}>
          <a href={catalogAddress("index.json")}>index.json</a>
          <a href={catalogAddress("bundle.json")}>All in one: bundle.json</a>
        </p>
        <h3 className={styles.sub}>JSON Schemas</h3>
        <p className={styles.files}>
          {SCHEMAS.map((name) => (
            <a key={name} href={catalogAddress(schemaFile(name))}>
              {name}
            </a>
          ))}
        </p>
      </div>
    </Card>
  );
}
