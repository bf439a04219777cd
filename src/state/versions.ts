// Choices of versions and names for the VM panel, in the order in which people look for them.
import { compareVersions, parseVersion, versionText, type Version } from "#base/version.ts";
import type { BundledCpu } from "#catalog/bundle-types.ts";
import type { Catalog } from "#catalog/open.ts";
import { cpuExists } from "#engine/cpu.ts";
import { hostFacts } from "#engine/host.ts";
import { boardsOf, machineExists } from "#engine/machine.ts";
import { qemuRelease, type QemuRelease } from "#engine/qemu-release.ts";
import type { HostSelection } from "#engine/selection.ts";

/** A choice; `note` says why it may not do. */
export interface Choice {
  readonly value: string;
  readonly label: string;
  readonly note?: string | undefined;
}

export interface ChoiceGroup {
  readonly label: string;
  readonly options: readonly Choice[];
}

/** A release as people write it: 7.2 for 7.2.0. */
export const shortVersion = (text: string): string => text.replace(/^(\d+\.\d+)\.0$/, "$1");

export const versionLabel = (at: Version | undefined): string =>
  at === undefined ? "not known" : shortVersion(versionText(at));

/** Releases newest first; `current` is added when the list lacks it, e.g. a point release from a link. */
export function releaseChoices(
  releases: readonly { readonly version: string }[],
  current: string | undefined,
): readonly Choice[] {
  const texts = new Set(releases.map((release) => shortVersion(release.version)));
  if (current !== undefined) texts.add(current);
  return [...texts]
    .toSorted((a, b) => compareVersions(parseVersion(b) ?? [], parseVersion(a) ?? []))
    .map((text) => ({ value: text, label: text }));
}

/** Remembers an answer by the identity of the host: flags come and go without touching it, and the lists are long. */
function byHost<T>(
  compute: (catalog: Catalog, host: HostSelection) => T,
): (catalog: Catalog, host: HostSelection) => T {
  const answers = new WeakMap<HostSelection, { readonly catalog: Catalog; readonly answer: T }>();
  return (catalog, host) => {
    const known = answers.get(host);
    if (known?.catalog === catalog) return known.answer;
    const answer = compute(catalog, host);
    answers.set(host, { catalog, answer });
    return answer;
  };
}

function releaseOf(catalog: Catalog, host: HostSelection): QemuRelease | undefined {
  const { qemu } = hostFacts(catalog, host);
  return qemu === undefined ? undefined : qemuRelease(catalog, qemu);
}

/** Machine types: first the aliases, then each board's versions, newest first, those that this QEMU lacks marked. */
export const machineChoices = byHost((catalog, host): readonly ChoiceGroup[] => {
  const facts = hostFacts(catalog, host);
  const qemu = releaseOf(catalog, host);
  const here = boardsOf(catalog, facts);
  const missing = `not in QEMU ${versionLabel(facts.qemu)}`;
  const boards = [...here, ...catalog.boards.filter((board) => !here.includes(board))];
  const unversioned = boards.filter((board) => board.versions.every((version) => version.version === undefined));
  return [
    {
      label: "Follows QEMU",
      options: [
        ...[...catalog.boardByAlias.keys()]
          .toSorted((a, b) => b.localeCompare(a))
          .map((alias) => ({ value: alias, label: alias })),
        ...unversioned.flatMap((board) => board.versions).map(({ name }) => ({ value: name, label: name })),
      ],
    },
    ...boards
      .filter((board) => !unversioned.includes(board))
      .map((board) => ({
        label: board.title,
        options: board.versions
          .map((version, index) => ({
            value: version.name,
            label: version.name,
            note: !here.includes(board)
              ? "not on this host"
              : qemu && !machineExists({ board, version, index }, qemu, facts)
                ? missing
                : undefined,
          }))
          .toReversed(),
      })),
  ];
});

const VENDOR_TITLES = { intel: "Intel", amd: "AMD", other: "Other" } as const;

/** CPU models: first those that take all or nothing of the host, then by vendor, each with its versions. */
export const cpuChoices = byHost((catalog, host): readonly ChoiceGroup[] => {
  const qemu = releaseOf(catalog, host);
  const missing = qemu === undefined ? undefined : `not in QEMU ${versionLabel(qemu.version)}`;
  const choice = (name: string): Choice => ({
    value: name,
    label: name,
    note: qemu && !cpuExists(catalog, name, qemu) ? missing : undefined,
  });
  const namesOf = (model: BundledCpu): string[] => [
    ...new Set([
      model.model,
      ...model.versions.flatMap((version) => [version.name, ...version.aliases.map((alias) => alias.name)]),
    ]),
  ];
  const group = (label: string, models: readonly BundledCpu[]): ChoiceGroup => ({
    label,
    options: models
      .toSorted((a, b) => a.model.localeCompare(b.model, "en", { numeric: true }))
      .flatMap((model) => namesOf(model).map(choice)),
  });
  const named = catalog.cpus.filter((model) => model.kind === "named");
  const vendors = (["intel", "amd", "other"] as const).map((vendor) =>
    group(
      VENDOR_TITLES[vendor],
      named.filter((model) => (model.vendor ?? "other") === vendor),
    ),
  );
  return [
    group(
      "All or nothing",
      catalog.cpus.filter((model) => model.kind !== "named"),
    ),
    ...vendors,
  ].filter(({ options }) => options.length > 0);
});

/** Whether the host's QEMU has a CPU model; an empty name is QEMU's own default. */
export function isCpuHere(catalog: Catalog, host: HostSelection, name: string): boolean {
  const qemu = releaseOf(catalog, host);
  return name === "" || qemu === undefined || cpuExists(catalog, name, qemu);
}

export const UPSTREAM = "linux";

/** Hosts: upstream Linux, then the platforms by family, newest first as the catalogue has them last. */
export function platformChoices(catalog: Catalog): readonly ChoiceGroup[] {
  const families = new Map<string, Choice[]>();
  for (const platform of catalog.platforms) {
    const list = families.get(platform.family) ?? [];
    list.unshift({ value: platform.id, label: platform.title });
    families.set(platform.family, list);
  }
  return [
    { label: "Any", options: [{ value: UPSTREAM, label: "Upstream Linux" }] },
    ...[...families].map(([family, options]) => ({ label: familyTitle(family), options })),
  ];
}

const FAMILY_TITLES: Readonly<Record<string, string>> = {
  amazon: "Amazon",
  debian: "Debian",
  fedora: "Fedora",
  oracle: "Oracle",
  proxmox: "Proxmox",
  rhel: "Red Hat, clones",
  suse: "SUSE",
  ubuntu: "Ubuntu",
};

export const familyTitle = (family: string): string => FAMILY_TITLES[family] ?? family;

const SHORT_NAMES: readonly (readonly [RegExp, string])[] = [
  [/ \(.*\)$/, ""],
  [/^Linux /, ""],
  [/^Red Hat Enterprise Linux/, "RHEL"],
  [/^Amazon Linux/, "AL"],
  [/^Oracle Linux/, "OL"],
  [/^Oracle UEK/, "UEK"],
  [/^Proxmox VE/, "PVE"],
  [/^openSUSE /, ""],
  [/^CentOS Linux/, "CentOS"],
  [/^CentOS Stream/, "CentOS S"],
  [/^AlmaLinux/, "Alma"],
  [/^Rocky Linux/, "Rocky"],
  [/^Debian unstable/, "Debian sid"],
];

/** A host's title as short as a column head needs it: `6.1`, `RHEL 9.6`. */
export const shortHost = (title: string): string =>
  SHORT_NAMES.reduce((text, [pattern, short]) => text.replace(pattern, short), title);
