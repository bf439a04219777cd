// `npm run -s catalog:status`: how well the catalogue is proven. Exit code 1 where it falls short of its goals.
import { uncovered } from "#catalog/checks/evidence.ts";
import { parseCatalog } from "#catalog/parse.ts";
import type { ParsedCatalog } from "#catalog/parsed.ts";
import { CONFIDENCES } from "#catalog/schema/common.ts";
import { sinceFacts, type SinceFact } from "#catalog/since-facts.ts";
import { printIssues } from "./compile-catalog.ts";
import { readCatalog } from "./read-catalog.ts";

/** Share of first releases that were read in source or measured, in percent. */
const GOAL = 90;

/** The layers of the stack that the catalogue promises to cover, from the host's kernel to the tools. */
const LAYERS: readonly string[] = [
  "linux-kvm-host",
  "linux-guest",
  "windows-guest",
  "qemu",
  "libvirt",
  "virt-install",
  "kubevirt",
  "nova",
  "ovirt",
  "proxmox",
  "cloud-hypervisor",
  "firecracker",
  "crosvm",
];

/** What is said of every feature that a guest can have. */
const FIELDS = ["effect", "guests", "recommended", "libvirt", "migration"] as const;

export interface Status {
  readonly text: string;
  readonly missed: readonly string[];
}

/** The table, and the goals that are missed. */
export function catalogStatus(catalog: ParsedCatalog): Status {
  const facts = sinceFacts(catalog);
  const layers = [...new Set(facts.map((fact) => fact.layer))];
  const bare = catalog.features.filter(
    ({ value }) => uncovered(value).length > 0 || Object.keys(value.evidence).length === 0,
  );
  const share = proven(facts);
  const missed = [
    ...(share < GOAL
      ? [`only ${share.toFixed(1)} % of the first releases are verified or measured, not ${GOAL} %`]
      : []),
    ...bare.map(({ file }) => `${file}: facts without evidence`),
    ...LAYERS.filter((id) => !catalog.layers.some(({ value }) => value.layer === id)).map((id) => `no layer ${id}`),
    ...catalog.features.flatMap(({ file, value }) =>
      value.kind === "feature"
        ? FIELDS.filter((field) => value[field] === undefined).map((field) => `${file}: no ${field}`)
        : [],
    ),
  ];
  const table = [
    ["first releases", ...CONFIDENCES, "all", "proven"],
    ...layers.map((layer) =>
      row(
        layer,
        facts.filter((fact) => fact.layer === layer),
      ),
    ),
    row("all", facts),
  ];
  return { text: `${align(table)}\n\n${align(counts(catalog, bare.length))}`, missed };
}

const proven = (facts: readonly SinceFact[]): number =>
  (100 * facts.filter(({ confidence }) => confidence === "verified" || confidence === "measured").length) /
  Math.max(facts.length, 1);

function row(name: string, facts: readonly SinceFact[]): string[] {
  const by = CONFIDENCES.map((confidence) => facts.filter((fact) => fact.confidence === confidence).length);
  return [name, ...by.map(String), String(facts.length), `${proven(facts).toFixed(1)} %`];
}

function counts(catalog: ParsedCatalog, bare: number): string[][] {
  const properties = catalog.features.filter(({ value }) => value.property).length;
  const sum = (lists: readonly (readonly unknown[])[]): number => lists.reduce((all, list) => all + list.length, 0);
  return [
    ["features", String(catalog.features.length), `${properties} with a property of QEMU`],
    ["features without evidence", String(bare), ""],
    ["kernels", String(catalog.linux.value.kernels.length), ""],
    [
      "platforms",
      String(sum(catalog.platforms.map(({ value }) => value.platforms))),
      `${catalog.platforms.length} families`,
    ],
    [
      "machine types",
      String(sum(catalog.boards.map(({ value }) => value.versions))),
      `${catalog.boards.length} boards`,
    ],
    ["CPU models", String(catalog.cpus.length), `${sum(catalog.cpus.map(({ value }) => value.versions))} versions`],
    ["layers", String(catalog.layers.length), ""],
    ["statements of the talk", String(catalog.talk.value.claims.length), ""],
  ];
}

function align(rows: readonly (readonly string[])[]): string {
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((cells) => cells[column]?.length ?? 0))) ?? [];
  return rows
    .map((cells) =>
      cells
        .map((cell, i) => (i === 0 ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0)))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}

function main(): void {
  const parsed = parseCatalog(readCatalog());
  if (!parsed.ok) {
    console.error(printIssues(parsed.issues));
    process.exitCode = 1;
    return;
  }
  const { text, missed } = catalogStatus(parsed.value);
  console.log(text);
  for (const line of missed) console.error(`MISSED: ${line}`);
  process.exitCode = missed.length === 0 ? 0 : 1;
}

if (process.argv[1]?.endsWith("catalog-status.ts")) main();
