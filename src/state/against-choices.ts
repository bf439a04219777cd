// What a VM can be compared with, as choices: kinds, and the names of each.
import type { Catalog } from "#catalog/open.ts";
import type { Selection } from "#engine/selection.ts";
import { DEFAULT_VIEW } from "./view.ts";
import { AGAINST_KINDS, printAgainst, type AgainstKind } from "./url/against.ts";
import { printLink } from "./url/link.ts";
import { cpuChoices, machineChoices, platformChoices, releaseChoices, UPSTREAM, type ChoiceGroup } from "./versions.ts";

const LABELS: Readonly<Record<AgainstKind, string>> = {
  before: "this VM before the last change",
  defaults: "QEMU's defaults",
  vm: "this VM as it is now, kept",
  host: "another platform",
  kernel: "another Linux",
  qemu: "another QEMU",
  machine: "another machine type",
  cpu: "another CPU model",
  vendor: "the other vendor's host",
};

const NOUNS: Partial<Record<AgainstKind, string>> = {
  host: "platform",
  kernel: "Linux",
  qemu: "QEMU",
  machine: "machine type",
  cpu: "CPU model",
};

const isKind = (text: string): text is AgainstKind => AGAINST_KINDS.some((kind) => kind === text);

const labelled = (label: string, options: ChoiceGroup["options"]): ChoiceGroup[] => [{ label, options }];

/** The names of a kind, in groups; empty for kinds of which there is one. */
export function againstNames(catalog: Catalog, { host }: Selection, kind: AgainstKind): readonly ChoiceGroup[] {
  switch (kind) {
    case "host":
      return platformChoices(catalog)
        .map((group) => ({ ...group, options: group.options.filter((option) => option.value !== UPSTREAM) }))
        .filter((group) => group.options.length > 0);
    case "kernel":
      return labelled("Upstream Linux", releaseChoices(catalog.kernels, undefined));
    case "qemu":
      return labelled("Upstream QEMU", releaseChoices(catalog.qemu.releases, undefined));
    case "machine":
      return machineChoices(catalog, host);
    case "cpu":
      return cpuChoices(catalog, host);
    default:
      return [];
  }
}

/** What a kind begins with: its first name; for the VM as it is now, a link of it. */
function start(catalog: Catalog, selection: Selection, kind: string): string {
  if (!isKind(kind)) return "";
  if (kind === "vm")
    return printAgainst({ kind, name: printLink({ selection, view: DEFAULT_VIEW }).slice(1) || "v=1" });
  if (kind === "vendor") return printAgainst({ kind, name: selection.host.vendor === "intel" ? "amd" : "intel" });
  const first = againstNames(catalog, selection, kind)[0]?.options[0]?.value;
  return printAgainst({ kind, name: first ?? "" });
}

export const againstChoices = {
  kinds: [{ value: "", label: "nothing" }, ...AGAINST_KINDS.map((kind) => ({ value: kind, label: LABELS[kind] }))],
  noun: (kind: AgainstKind): string => NOUNS[kind] ?? "",
  start,
};
