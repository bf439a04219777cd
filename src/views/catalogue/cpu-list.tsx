import { useMemo } from "react";
import type { BundledCpu } from "#catalog/bundle-types.ts";
import type { Catalog } from "#catalog/open.ts";
import { groupBy } from "#state/group-by.ts";
import { useSelection } from "#state/use-app.ts";
import { Card } from "#ui/card.tsx";
import { hasWords } from "./feature-rows.ts";
import { FindBox, useFind } from "./find-box.tsx";
import { PageLink } from "./page-link.tsx";
import { RowsTable, type Column } from "./rows-table.tsx";
import { sinceText } from "./since-text.ts";
import styles from "./feature-list.module.css";

const COLUMNS: readonly Column<BundledCpu>[] = [
  {
    id: "name",
    head: "CPU model",
    cell: ({ model }) => (
      <PageLink page={{ kind: "cpu", id: model }} className={styles.name}>
        {model}
      </PageLink>
    ),
  },
  { id: "since", head: "QEMU", cell: ({ introduced }) => <Since text={introduced} /> },
  { id: "versions", head: "Versions", cell: ({ versions }) => versions.length },
  { id: "libvirt", head: "libvirt", width: "medium", cell: ({ libvirt }) => <Since text={libvirt?.since} /> },
  { id: "abi", head: "ABI level", width: "wide", cell: ({ abi }) => abi ?? "–" },
  {
    id: "what",
    head: "Processor",
    width: "rest",
    cell: ({ title, microarchitecture, year }) => [microarchitecture ?? title, year].filter(Boolean).join(", ") || "–",
  },
];

const VENDORS = [
  ["none", "All or nothing"],
  ["intel", "Intel"],
  ["amd", "AMD"],
  ["other", "Other"],
] as const;

const vendorOf = ({ kind, vendor }: BundledCpu): string => (kind === "named" ? (vendor ?? "other") : "none");

const textOf = (cpu: BundledCpu): string =>
  [cpu.model, cpu.title, cpu.microarchitecture, cpu.vendor, cpu.year, cpu.abi, ...cpu.versions.flatMap(namesOf)]
    .join(" ")
    .toLowerCase();

const namesOf = ({ name, aliases }: BundledCpu["versions"][number]): string[] => [
  name,
  ...aliases.map((alias) => alias.name),
];

/** Every CPU model of QEMU, by vendor. */
export function CpuList({ catalog }: { readonly catalog: Catalog }) {
  const find = useFind();
  const { cpu } = useSelection();
  const current = catalog.cpuByName.get(cpu)?.model;
  const { cpus } = catalog;
  const groups = useMemo(() => {
    const found = groupBy(
      cpus
        .filter((model) => hasWords(textOf(model), find))
        .toSorted((a, b) => a.model.localeCompare(b.model, "en", { numeric: true })),
      vendorOf,
    );
    return VENDORS.flatMap(([vendor, title]) => {
      const rows = found.get(vendor);
      return rows === undefined ? [] : [{ title, rows }];
    });
  }, [cpus, find]);
  const count = groups.reduce((sum, { rows }) => sum + rows.length, 0);
  return (
    <Card title="CPU models" hint="As QEMU defines them, before a host takes anything away">
      <FindBox
        label="Search the CPU models"
        placeholder="EPYC, Haswell-noTSX, x86-64-v3 …"
        found={count === cpus.length ? `${count} CPU models` : `${count} of ${cpus.length} CPU models`}
      />
      <RowsTable
        label="CPU models"
        columns={COLUMNS}
        groups={groups}
        keyOf={({ model }) => model}
        isCurrent={(model) => model === current}
      />
    </Card>
  );
}

const Since = ({ text }: { readonly text: string | null | undefined }) => (
  <span className={styles.since}>{sinceText(text) || "–"}</span>
);
