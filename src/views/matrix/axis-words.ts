// What the axes, their points and their groups are called.
import type { Catalog } from "#catalog/open.ts";
import type { AxisName, AxisPoint } from "#engine/axis.ts";
import { familyTitle, shortHost } from "#state/versions.ts";

/** An axis in words: as a head, and of how many. */
export const AXIS_WORDS: Readonly<
  Record<AxisName, { readonly one: string; readonly title: string; readonly many: string }>
> = {
  feature: { one: "Feature", title: "Features", many: "features" },
  machine: { one: "Machine type", title: "Machine types", many: "machine types" },
  cpu: { one: "CPU model", title: "CPU models", many: "CPU models" },
  host: { one: "Host", title: "Hosts", many: "hosts" },
  qemu: { one: "QEMU release", title: "QEMU releases", many: "QEMU releases" },
  libvirt: { one: "libvirt release", title: "libvirt releases", many: "libvirt releases" },
};

/** The noun behind the number of points in a fold. */
const MEMBERS: Readonly<Record<AxisName, string>> = {
  feature: "features",
  machine: "types",
  cpu: "models",
  host: "hosts",
  qemu: "releases",
  libvirt: "releases",
};

const FAMILY_TITLES: Readonly<Record<string, string>> = {
  kvm: "Native KVM",
  hyperv: "Hyper-V",
  xen: "Xen",
  vmware: "VMware",
};

const CPU_TITLES: Readonly<Record<string, string>> = {
  all: "All or nothing",
  intel: "Intel",
  amd: "AMD",
  other: "Other vendors",
};

/** The title of a group of an axis: a family of features, a board, a vendor, a distribution, a project. */
export function groupTitle(catalog: Catalog, axis: AxisName, id: string): string {
  if (axis === "feature") return FAMILY_TITLES[id] ?? id;
  if (axis === "machine") return catalog.boards.find((board) => board.board === id)?.title ?? id;
  if (axis === "cpu") return CPU_TITLES[id] ?? id;
  if (axis === "host") return id === "linux" ? "upstream Linux" : familyTitle(id);
  return id;
}

/** A point's name where there is little room, under the title of its group: `7.2`, `RHEL 9.6`. */
export function shortLabel({ axis, label }: AxisPoint): string {
  if (axis === "host") return shortHost(label);
  return axis === "qemu" || axis === "libvirt" ? label.replace(/^\S+ /, "") : label;
}

/** Folded points in one label: the first, and what of the last is different. */
export function foldLabel(members: readonly AxisPoint[]): string {
  const first = members[0];
  const last = members.at(-1);
  if (first === undefined || last === undefined) return "";
  if (members.length === 1 || first.group !== last.group) return first.label;
  return `${first.label} … ${shortLabel(last).replace(commonStart(first.label, last.label), "")}`;
}

/** What two names have in front of their version. */
const commonStart = (a: string, b: string): string => {
  const start = /^[a-z0-9-]*?-(?=[\d.]+$|rhel)/.exec(a)?.[0] ?? "";
  return b.startsWith(start) ? start : "";
};

export const memberCount = (members: readonly AxisPoint[]): string =>
  `${members.length} ${MEMBERS[members[0]?.axis ?? "feature"]}`;

/** Folded points for those who do not see them. */
export const spokenLabel = (members: readonly AxisPoint[]): string =>
  members.length > 1 ? `${members[0]?.label} and ${members.length - 1} more` : (members[0]?.label ?? "");
