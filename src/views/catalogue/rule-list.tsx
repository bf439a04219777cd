import type { BundledRule } from "#catalog/bundle-types.ts";
import type { Catalog } from "#catalog/open.ts";
import { Card } from "#ui/card.tsx";
import { hasWords } from "./feature-rows.ts";
import { FindBox, useFind } from "./find-box.tsx";
import { PageLink } from "./page-link.tsx";
import { RowsTable, type Column } from "./rows-table.tsx";
import { SeverityBadge } from "./severity-badge.tsx";

const COLUMNS: readonly Column<BundledRule>[] = [
  { id: "id", head: "Rule", cell: ({ id }) => <PageLink page={{ kind: "rule", id }}>{id}</PageLink> },
  {
    id: "severity",
    head: "Severity",
    cell: ({ severities }) => severities.map((severity) => <SeverityBadge key={severity} severity={severity} />),
  },
  { id: "title", head: "What it finds", cell: ({ title }) => title, width: "rest" },
];

/** What Explain and `flipbit explain` look for in a configuration. */
export function RuleList({ catalog }: { readonly catalog: Catalog }) {
  const find = useFind();
  const rows = catalog.rules.filter(({ id, title }) => hasWords(`${id} ${title}`.toLowerCase(), find));
  const all = catalog.rules.length;
  return (
    <Card title="Rules" hint="what is looked for in a pasted configuration; ids are stable">
      <FindBox
        label="Search the rules"
        placeholder="migration, old, kvm=off …"
        found={rows.length === all ? `${all} rules` : `${rows.length} of ${all} rules`}
      />
      <RowsTable label="Rules" columns={COLUMNS} groups={[{ title: "", rows }]} keyOf={({ id }) => id} />
    </Card>
  );
}
