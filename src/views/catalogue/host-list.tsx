import { useMemo } from "react";
import type { Catalog } from "#catalog/open.ts";
import { familyTitle } from "#state/versions.ts";
import { groupBy } from "#state/group-by.ts";
import { useSelection } from "#state/use-app.ts";
import { Card } from "#ui/card.tsx";
import { hasWords } from "./feature-rows.ts";
import { FindBox, useFind } from "./find-box.tsx";
import { hostId, hostRows, type HostRow } from "./host-rows.ts";
import { PageLink } from "./page-link.tsx";
import { RowsTable, type Column } from "./rows-table.tsx";
import styles from "./feature-list.module.css";

const COLUMNS: readonly Column<HostRow>[] = [
  {
    id: "name",
    head: "Host",
    cell: ({ id, title }) => (
      <PageLink page={{ kind: "host", id }} className={styles.host}>
        {title}
      </PageLink>
    ),
  },
  { id: "kernel", head: "Kernel", cell: ({ kernel }) => <Version text={kernel} /> },
  { id: "qemu", head: "QEMU", width: "medium", cell: ({ qemu }) => <Version text={qemu} /> },
  { id: "libvirt", head: "libvirt", width: "medium", cell: ({ libvirt }) => <Version text={libvirt} /> },
  { id: "released", head: "Released", width: "wide", cell: ({ released }) => <Version text={released} /> },
  { id: "eol", head: "End of life", width: "wide", cell: ({ eol }) => <Version text={eol} /> },
  { id: "backports", head: "Backports", width: "wide", cell: ({ backports }) => backports },
];

/** Every platform, newest first by family, and the upstream kernels. */
export function HostList({ catalog }: { readonly catalog: Catalog }) {
  const find = useFind();
  const { host } = useSelection();
  const current = hostId(host);
  const all = useMemo(() => hostRows(catalog), [catalog]);
  const rows = useMemo(() => all.filter(({ text }) => hasWords(text, find)), [all, find]);
  const groups = [...groupBy(rows, ({ family }) => family)].map(([family, group]) => ({
    title: family === "linux" ? "Linux, upstream" : familyTitle(family),
    rows: group,
  }));
  return (
    <Card
      title="Hosts"
      hint="A platform is an upstream kernel, its backports, and the QEMU and libvirt that come with it"
    >
      <FindBox
        label="Search the hosts"
        placeholder="RHEL 9, 5.10, Proxmox …"
        found={rows.length === all.length ? `${all.length} hosts` : `${rows.length} of ${all.length} hosts`}
      />
      <RowsTable
        label="Hosts"
        columns={COLUMNS}
        groups={groups}
        keyOf={({ id }) => id}
        isCurrent={({ id }) => id === current}
      />
    </Card>
  );
}

const Version = ({ text }: { readonly text: string }) => <span className={styles.since}>{text || "–"}</span>;
