// The axes of a matrix: features, machine types, CPU models, hosts, QEMU and libvirt releases, each as a list of points that a selection can stand at.
import { compareVersions, parseVersion, version, type Version } from "#base/version.ts";
import type { BundledFeature } from "#catalog/bundle-types.ts";
import type { Catalog } from "#catalog/open.ts";
import { allAxes } from "./cube.ts";
import { basePlatform, hostFacts } from "./host.ts";
import { askedTitle } from "./measured-host.ts";
import { resolveVm } from "./resolve.ts";
import type { HostSelection, Selection } from "./selection.ts";
import { visibleFeatures } from "./verdict.ts";

export const AXES = ["feature", "machine", "cpu", "host", "qemu", "libvirt"] as const;
export type AxisName = (typeof AXES)[number];

/** One point of an axis: what it is called, what it belongs to, and what a selection takes from it. */
export interface AxisPoint {
  readonly axis: AxisName;
  readonly id: string;
  readonly label: string;
  /** Neighbours fold within their group only: a family of features or hosts, a board, a vendor, a project. */
  readonly group: string;
  /** Day of the release that brought it, `2022-12-13`; undefined where nobody recorded it. */
  readonly released?: string | undefined;
  readonly feature?: string;
  readonly machine?: string;
  readonly cpu?: string;
  readonly host?: HostSelection;
  readonly qemu?: string;
  readonly libvirt?: string;
}

/** Id of a host in tables: a platform id, `linux-6.12`, or `measured`. */
export const hostId = (host: HostSelection): string =>
  host.measured ? "measured" : (host.platform ?? `linux-${host.kernel ?? ""}`);

/** The name of a host for people: its platform's title, `Linux 6.12`, or that it was measured. */
export function hostTitle(catalog: Catalog, host: HostSelection): string {
  if (host.measured) return askedTitle(host.measured);
  if (host.platform === undefined) return `Linux ${host.kernel ?? "?"}`;
  const platform = catalog.platformById.get(host.platform) ?? basePlatform(catalog, host.platform);
  return platform?.title ?? host.platform;
}

/** All points of an axis in their natural order, oldest first. Upstream hosts have the QEMU and the CPU vendor of the selection. */
export function axisPoints(catalog: Catalog, selection: Selection, axis: AxisName): readonly AxisPoint[] {
  return MAKERS[axis](catalog, selection);
}

const MAKERS: Readonly<Record<AxisName, (catalog: Catalog, selection: Selection) => readonly AxisPoint[]>> = {
  feature: (catalog) => visibleFeatures(catalog).map((feature) => featurePoint(catalog, feature)),
  machine: (catalog, { host }) =>
    allAxes(catalog, host).machines.map(({ board, version: row }) => ({
      axis: "machine",
      id: row.name,
      label: row.name,
      group: board.board,
      released: qemuReleased(catalog, row.introduced ?? undefined),
      machine: row.name,
    })),
  cpu: (catalog, { host }) =>
    allAxes(catalog, host)
      .cpus.map((name) => cpuPoint(catalog, name))
      .toSorted((a, b) => CPU_GROUPS.indexOf(a.group) - CPU_GROUPS.indexOf(b.group)),
  host: (catalog, { host }) =>
    allAxes(catalog, host).hosts.map((point) => ({
      axis: "host",
      id: hostId(point),
      label: hostTitle(catalog, point),
      group: point.platform === undefined ? "linux" : (catalog.platformById.get(point.platform)?.family ?? ""),
      released: hostReleased(catalog, point),
      host: point,
    })),
  qemu: (catalog) =>
    catalog.qemu.releases.map((row) => ({
      ...release(row, "QEMU"),
      axis: "qemu",
      qemu: shortVersion(row.version),
    })),
  libvirt: (catalog) =>
    catalog.libvirt.releases.map((row) => ({
      ...release(row, "libvirt"),
      axis: "libvirt",
      libvirt: shortVersion(row.version),
    })),
};

/** Models that take all or nothing of the host first, then by vendor. */
const CPU_GROUPS: readonly string[] = ["all", "intel", "amd", "other"];

/** A release as people write it: 7.2 for 7.2.0. */
const shortVersion = (text: string): string => text.replace(/^(\d+\.\d+)\.0$/, "$1");

const release = (
  row: { readonly version: string; readonly released?: string | null | undefined },
  project: string,
): Omit<AxisPoint, "axis"> => {
  const text = shortVersion(row.version);
  return {
    id: text,
    label: `${project} ${text}`,
    group: project,
    released: row.released ?? undefined,
  };
};

function featurePoint(catalog: Catalog, feature: BundledFeature): AxisPoint {
  return {
    axis: "feature",
    id: feature.id,
    label: feature.property?.name ?? feature.id,
    group: feature.family,
    released: kernelReleased(catalog, feature),
    feature: feature.id,
  };
}

/** The day of the first kernel that reports a feature. */
function kernelReleased(catalog: Catalog, feature: BundledFeature): string | undefined {
  const [row] = feature.reports.length > 0 ? feature.reports : feature.capabilities;
  if (row === undefined || row.since === null) return undefined;
  const since = row.since.replace("<=", "");
  return catalog.kernels.find((kernel) => kernel.version === since)?.released ?? undefined;
}

function cpuPoint(catalog: Catalog, name: string): AxisPoint {
  const entry = catalog.cpuByName.get(name);
  const kind = entry?.model.kind ?? "named";
  return {
    axis: "cpu",
    id: name,
    label: name,
    group: kind === "named" ? (entry?.model.vendor ?? "other") : "all",
    released: qemuReleased(catalog, entry?.introduced ?? undefined),
    cpu: name,
  };
}

/** The day of a QEMU release; of an `at the latest` release there is none. */
function qemuReleased(catalog: Catalog, introduced: string | undefined): string | undefined {
  const at = introduced === undefined ? undefined : parseVersion(introduced);
  if (at === undefined) return undefined;
  return catalog.qemu.releases.find((row) => sameRelease(row.version, at))?.released ?? undefined;
}

const sameRelease = (text: string, at: readonly number[]): boolean => {
  const row = version(text);
  return row[0] === at[0] && row[1] === at[1];
};

function hostReleased(catalog: Catalog, host: HostSelection): string | undefined {
  if (host.measured) return undefined;
  if (host.platform !== undefined) return catalog.platformById.get(host.platform)?.released ?? undefined;
  return catalog.kernels.find((row) => row.version === host.kernel)?.released ?? undefined;
}

/**
 * The selection at some points: machine type, CPU model, host and releases are theirs. A host point keeps what the selection says of
 * SMT and of Xen in KVM, for no kernel tells those.
 */
export function atPoints(selection: Selection, ...points: readonly AxisPoint[]): Selection {
  let { machine, cpu, host } = selection;
  for (const point of points) {
    machine = point.machine ?? machine;
    cpu = point.cpu ?? cpu;
    if (point.host) host = { ...point.host, ...kept(host) };
  }
  for (const { qemu, libvirt } of points)
    host = { ...host, ...(qemu === undefined ? {} : { qemu }), ...(libvirt === undefined ? {} : { libvirt }) };
  return { ...selection, machine, cpu, host };
}

const kept = ({ xen, smt }: HostSelection): Pick<HostSelection, "xen" | "smt"> => ({
  ...(xen === undefined ? {} : { xen }),
  ...(smt === undefined ? {} : { smt }),
});

/** Where a selection stands on each axis: the id of its point, undefined where it has none. */
export function standsAt(catalog: Catalog, selection: Selection): Readonly<Record<AxisName, string | undefined>> {
  const { machine, cpu } = resolveVm(catalog, selection);
  const { qemu, libvirt } = hostFacts(catalog, selection.host);
  return {
    feature: undefined,
    machine,
    cpu: catalog.cpuByName.get(selection.cpu)?.version?.name ?? cpu ?? selection.cpu,
    host: hostId(selection.host),
    qemu: releaseId(catalog.qemu.releases, qemu),
    libvirt: releaseId(catalog.libvirt.releases, libvirt),
  };
}

/** The listed release that a version is: itself, else the one of which it is a point release. */
function releaseId(releases: readonly { readonly version: string }[], at: Version | undefined): string | undefined {
  if (at === undefined) return undefined;
  const row =
    releases.find(({ version: text }) => compareVersions(version(text), at) === 0) ??
    releases.find(({ version: text }) => sameRelease(text, at));
  return row && shortVersion(row.version);
}
