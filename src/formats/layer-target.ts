// A layer above QEMU at one of its releases: what it calls a feature or a setting, and why it cannot say it there.
import { compareVersions, parseVersion, version, type Version } from "#base/version.ts";
import type { BundledFeature, BundledLayer } from "#catalog/bundle-types.ts";
import { layerRow, type LayerRow } from "#catalog/layer-rows.ts";
import type { Catalog } from "#catalog/open.ts";
import type { LayerSetting } from "#catalog/schema/layer.ts";
import type { LeftOut } from "./snippet.ts";

export interface Target {
  readonly layer: BundledLayer;
  readonly title: string;
  /** The release that was asked for; undefined: the newest that the catalogue tells of. */
  readonly asked: Version | undefined;
  /** A line for the header: which release this is for. */
  readonly line: string;
}

/** Why a layer cannot say something at this release. */
export interface Obstacle {
  readonly reason: string;
  readonly kind: NonNullable<LeftOut["kind"]>;
}

/** Opens a layer at a release, given as a number or by its name; throws when there is no such layer, since that is a bug. */
export function openTarget(catalog: Catalog, id: string, asked?: string): Target {
  const layer = catalog.layers.find((row) => row.layer === id);
  if (!layer) throw new Error(`no layer ${id}`);
  const number = releaseNumber(layer, asked);
  const newest = layer.releases.at(-1)?.version ?? "";
  const line =
    number === undefined
      ? `Written for ${layer.title} as the catalogue knows it, up to ${newest}`
      : `Written for ${layer.title} ${asked ?? ""}`;
  return { layer, title: layer.title, asked: number, line };
}

/** The number of a release as people write it: `1.3.0`, `v53.0`, or a name such as `Zed`; undefined when it is none. */
export function releaseNumber(layer: BundledLayer, asked: string | undefined): Version | undefined {
  if (asked === undefined) return undefined;
  const named = layer.releases.find((row) => row.name?.toLowerCase() === asked.toLowerCase());
  return inOneSeries(named?.version ?? asked);
}

/** OpenStack counted by years up to 2015, and from 12 on afterwards: years come first. Dashes count as dots. */
function inOneSeries(text: string): Version | undefined {
  const number = parseVersion(text.replace("<=", "").replaceAll("-", "."));
  if (number?.[0] === undefined || number[0] < 1000) return number;
  return [0, ...number];
}

/** Whether a target has what came with one release and went with another. */
export function obstacleOf(
  { asked, title }: Target,
  { since, until, note }: { since: string | null; until?: string | undefined; note?: string | undefined },
): Obstacle | undefined {
  const why = note === undefined ? "" : `: ${note}`;
  if (since === null) return { reason: `${title} cannot say it${why}`, kind: "never" };
  const [start, end] = [inOneSeries(since), until === undefined ? undefined : inOneSeries(until)];
  if (end !== undefined && (asked === undefined || compareVersions(asked, end) >= 0)) {
    return { reason: `${title} has it no more from ${until} on`, kind: "gone" };
  }
  if (asked === undefined || start === undefined || compareVersions(asked, start) >= 0) return undefined;
  const first = since.replace("<=", "");
  return since.startsWith("<=")
    ? { reason: `${title} has it at the latest from ${first} on; of older releases nothing is known`, kind: "unknown" }
    : { reason: `${title} has it from ${first} on`, kind: "later" };
}

export interface Known {
  readonly row: LayerRow;
  /** The stored row, with what only its file says; undefined where a family's common answer holds. */
  readonly facts: BundledLayer["rows"][number] | undefined;
  readonly obstacle: Obstacle | undefined;
}

/** What the target knows of a feature. */
export function knownFeature(catalog: Catalog, target: Target, feature: BundledFeature): Known {
  const row = layerRow(catalog, target.layer, feature);
  const facts = target.layer.rows.find((found) => found.features.includes(feature.id));
  return { row, facts, obstacle: obstacleOf(target, row) };
}

type Setting = BundledLayer["settings"][number];

/** What the target calls a setting: the first of its rows that holds at this release, else why none does. */
export function knownSetting(target: Target, setting: LayerSetting, of?: string): Setting | Obstacle {
  const rows = target.layer.settings.filter((row) => row.setting === setting && (of === undefined || row.of === of));
  const usable = rows.find((row) => obstacleOf(target, row) === undefined);
  if (usable) return usable;
  const [obstacle] = rows.flatMap((row) => obstacleOf(target, row) ?? []);
  return obstacle ?? { reason: `nothing is known of this in ${target.title}`, kind: "unknown" };
}

export const isObstacle = (found: Setting | Obstacle): found is Obstacle => "reason" in found;

/** The rows whose name is this switch and that hold at this release: what the switch brings. */
export const broughtBy = (target: Target, isSwitch: (row: Target["layer"]["rows"][number]) => boolean) =>
  target.layer.rows.filter((row) => isSwitch(row) && obstacleOf(target, row) === undefined);

/** The newest of some first releases, as a note; undefined where none is known. */
export function needsLine(target: Target, since: readonly (string | null | undefined)[]): string | undefined {
  const known = since.flatMap((text) => {
    const number = typeof text === "string" ? inOneSeries(text) : undefined;
    return number && typeof text === "string" ? [{ text: text.replace("<=", ""), number }] : [];
  });
  const newest = known.toSorted((a, b) => compareVersions(a.number, b.number)).at(-1);
  return newest && `Needs ${target.title} ${newest.text} or newer`;
}

/** True when a machine type is at least of a version; undefined when its version is not told by its name. */
export function isMachineSince(machine: string, since: string | undefined): boolean | undefined {
  if (since === undefined) return true;
  const number = /-(\d+(?:\.\d+)+)$/.exec(machine)?.[1];
  return number === undefined ? undefined : compareVersions(version(number), version(since)) >= 0;
}
