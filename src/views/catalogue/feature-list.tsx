import { useMemo, useState } from "react";
import type { Catalog } from "#catalog/open.ts";
import { filterCatalogue } from "#state/catalogue-actions.ts";
import { pointText } from "#state/point-text.ts";
import { useApp, useSelection } from "#state/use-app.ts";
import { Button } from "#ui/button.tsx";
import { Card } from "#ui/card.tsx";
import { classList } from "#ui/class-list.ts";
import { Field } from "#ui/field.tsx";
import { Select } from "#ui/select.tsx";
import {
  FACETS,
  featureRow,
  narrowed,
  parseChosen,
  printChosen,
  type Chosen,
  type FeatureRow,
} from "./feature-rows.ts";
import { FindBox, useFind } from "./find-box.tsx";
import { PageLink } from "./page-link.tsx";
import { RowsTable, type Column } from "./rows-table.tsx";
import { sinceText } from "./since-text.ts";
import { VerdictHere } from "./verdict-here.tsx";
import styles from "./feature-list.module.css";

const FAMILIES = [
  ["kvm", "KVM"],
  ["hyperv", "Hyper-V"],
  ["xen", "Xen"],
  ["vmware", "VMware"],
] as const;

const DEFAULTS = { on: "on", off: "off", auto: "auto", value: "a value", none: "–" } as const;

const COLUMNS: readonly Column<FeatureRow>[] = [
  {
    id: "name",
    head: "Feature",
    cell: ({ feature: { id } }) => (
      <PageLink page={{ kind: "feature", id }} className={styles.name}>
        {id}
      </PageLink>
    ),
  },
  {
    id: "title",
    head: "What it is",
    width: "medium",
    cell: ({ feature }) => <span className={styles.title}>{feature.title}</span>,
  },
  { id: "bits", head: "Bits", width: "wide", cell: ({ bits }) => <code className={styles.quiet}>{bits}</code> },
  { id: "kernel", head: "KVM", width: "medium", cell: ({ kernel }) => <Since since={kernel} /> },
  { id: "qemu", head: "QEMU", width: "medium", cell: ({ qemu }) => <Since since={qemu} /> },
  { id: "libvirt", head: "libvirt", width: "wide", cell: ({ libvirt }) => <Since since={libvirt} /> },
  { id: "default", head: "Default", width: "wide", cell: ({ byDefault }) => DEFAULTS[byDefault] },
  { id: "here", head: "This VM", cell: ({ feature }) => <VerdictHere feature={feature} /> },
];

/** All features: searched, narrowed by facets, each with since when and what the current VM's guest has of it. */
export function FeatureList({ catalog }: { readonly catalog: Catalog }) {
  const selection = useSelection();
  const find = useFind();
  const only = useApp((app) => app.view.only);
  const chosen = useMemo(() => parseChosen(only), [only]);
  const all = useMemo(() => catalog.features.map((feature) => featureRow(catalog, feature)), [catalog]);
  const rows = useMemo(() => narrowed(all, find, chosen), [all, find, chosen]);
  const groups = FAMILIES.map(([family, title]) => ({
    title,
    rows: rows.filter(({ feature }) => feature.family === family),
  })).filter((group) => group.rows.length > 0);
  return (
    <Card title="Features" hint={`“This VM” is ${pointText(catalog, selection)}`}>
      <FindBox
        label="Search the features"
        placeholder="kvm-pv-eoi, page fault, 0x4b564d02, eax …"
        found={rows.length === all.length ? `${all.length} features` : `${rows.length} of ${all.length} features`}
      />
      <Facets chosen={chosen} />
      {rows.length === 0 ? (
        <p className={styles.none}>No feature has all of this.</p>
      ) : (
        <RowsTable label="Features" columns={COLUMNS} groups={groups} keyOf={({ feature }) => feature.id} />
      )}
    </Card>
  );
}

/** On a phone behind a button: the list is what one came for. */
function Facets({ chosen }: { readonly chosen: Chosen }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <div className={styles.toggle}>
        <Button aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
          Narrow the list{chosen.size > 0 && ` (${chosen.size})`}
        </Button>
      </div>
      <FacetFields chosen={chosen} isOpen={isOpen} />
    </>
  );
}

function FacetFields({ chosen, isOpen }: { readonly chosen: Chosen; readonly isOpen: boolean }) {
  return (
    <div className={classList(styles.facets, isOpen && styles.shown)} role="group" aria-label="Narrow the list">
      {FACETS.map((facet) => (
        <Field key={facet.id} label={facet.label}>
          {(ids) => (
            <Select
              ids={ids}
              value={chosen.get(facet.id) ?? ""}
              options={[{ value: "", label: "any" }, ...facet.options]}
              onChange={(value) => filterCatalogue(printChosen(new Map([...chosen, [facet.id, value]])))}
            />
          )}
        </Field>
      ))}
      {chosen.size > 0 && <Button onClick={() => filterCatalogue("")}>Clear</Button>}
    </div>
  );
}

const Since = ({ since }: { readonly since: string | undefined }) => (
  <span className={styles.since}>{since === undefined ? "–" : sinceText(since)}</span>
);
