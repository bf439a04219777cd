import { useMemo } from "react";
import type { Catalog, MachineEntry } from "#catalog/open.ts";
import { useSelection } from "#state/use-app.ts";
import { Card } from "#ui/card.tsx";
import { hasWords } from "./feature-rows.ts";
import { FindBox, useFind } from "./find-box.tsx";
import { resolveVmMachine } from "./machine-facts.ts";
import { PageLink } from "./page-link.tsx";
import { RowsTable, type Column } from "./rows-table.tsx";
import { sinceText } from "./since-text.ts";
import styles from "./feature-list.module.css";

const COLUMNS: readonly Column<MachineEntry>[] = [
  {
    id: "name",
    head: "Machine type",
    cell: ({ version: { name } }) => (
      <PageLink page={{ kind: "machine", id: name }} className={styles.name}>
        {name}
      </PageLink>
    ),
  },
  { id: "introduced", head: "Introduced", cell: ({ version }) => <Release at={version.introduced} /> },
  {
    id: "deprecated",
    head: "Deprecated",
    width: "medium",
    cell: ({ version }) => <Release at={version.deprecated} />,
  },
  { id: "removed", head: "Removed", width: "medium", cell: ({ version }) => <Release at={version.removed} /> },
  { id: "base", head: "Built on", width: "wide", cell: ({ version }) => <Release at={version.base ?? null} /> },
  {
    id: "compat",
    head: "Compat properties",
    width: "rest",
    cell: ({ version: { compat, turnsOn } }) =>
      [
        compat.length > 0 && `${compat.length} of its own`,
        turnsOn !== undefined && turnsOn.length > 0 && `turns on ${turnsOn.join(", ")}`,
      ]
        .filter(Boolean)
        .join("; ") || "–",
  },
];

/** Every machine type, newest first, by board. */
export function MachineList({ catalog }: { readonly catalog: Catalog }) {
  const find = useFind();
  const current = resolveVmMachine(catalog, useSelection());
  const total = catalog.machineByName.size;
  const groups = useMemo(
    () =>
      catalog.boards
        .toSorted((a, b) => b.versions.length - a.versions.length)
        .map((board) => ({
          title: board.title,
          rows: board.versions
            .map((version, index) => ({ board, version, index }))
            .filter(({ version }) => hasWords(`${version.name} ${board.title}`.toLowerCase(), find))
            .toReversed(),
        }))
        .filter(({ rows }) => rows.length > 0),
    [catalog, find],
  );
  const count = groups.reduce((sum, { rows }) => sum + rows.length, 0);
  return (
    <Card title="Machine types" hint="Releases of QEMU; those ahead follow QEMU’s rule of three and six major versions">
      <FindBox
        label="Search the machine types"
        placeholder="q35, 7.2, rhel …"
        found={count === total ? `${total} machine types` : `${count} of ${total} machine types`}
      />
      <RowsTable
        label="Machine types"
        columns={COLUMNS}
        groups={groups}
        keyOf={({ version }) => version.name}
        isCurrent={({ version }) => version.name === current}
      />
    </Card>
  );
}

const Release = ({ at }: { readonly at: string | null }) => (
  <span className={styles.since}>{at === null ? "–" : sinceText(at)}</span>
);
