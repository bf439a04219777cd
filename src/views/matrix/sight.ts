// Which points of an axis are in sight: those that the reader picked, of the days that are looked at, in groups that are open.
import type { Catalog } from "#catalog/open.ts";
import { axisPoints, standsAt, type AxisName, type AxisPoint } from "#engine/axis.ts";
import type { Selection } from "#engine/selection.ts";
import { groupBy } from "#state/group-by.ts";
import { FAMILY_ORDER } from "#state/tally.ts";
import type { TableView } from "#state/table-view.ts";
import type { Guest } from "#state/view.ts";
import { groupTitle } from "./axis-words.ts";

export interface SightGroup {
  readonly id: string;
  readonly title: string;
  readonly points: readonly AxisPoint[];
  /** How many points of the group are not in sight because it is closed. */
  readonly hidden: number;
  readonly isOpen: boolean;
}

export interface Sight {
  readonly groups: readonly SightGroup[];
  /** The points of all groups, in order. */
  readonly points: readonly AxisPoint[];
  /** Id of the point where the selection stands, in sight or not. */
  readonly current: string | undefined;
}

export interface SightOptions {
  readonly axis: AxisName;
  readonly picked: readonly string[];
  readonly toggled: readonly string[];
  readonly since: string;
  readonly today: string;
  readonly newest: boolean;
}

/** The options of one side of the table. `since` narrows the rows only: the columns are what they are held against. */
export const rowSight = (table: TableView): SightOptions => ({
  axis: table.rows,
  picked: table.pickedRows,
  toggled: table.toggledRows,
  since: table.since,
  today: table.today,
  newest: table.newest,
});

export const columnSight = (table: TableView): SightOptions => ({
  axis: table.columns,
  picked: table.pickedColumns,
  toggled: table.toggledColumns,
  since: "",
  today: table.today,
  newest: false,
});

/** The points in sight. A closed group of hosts shows its newest and the selection's own, a closed group of anything else nothing. */
export function inSight(catalog: Catalog, selection: Selection, guest: Guest, options: SightOptions): Sight {
  const { axis, picked, toggled, newest } = options;
  const current = standsAt(catalog, selection)[axis];
  const points = axisPoints(catalog, selection, axis).filter(
    (point) => isPicked(point, picked) && isInTime(point, options),
  );
  const order = groupOrder(catalog, selection, guest, axis);
  const groups = [...groupBy(newest ? points.toReversed() : points, (point) => point.group)]
    .toSorted(([a], [b]) => place(order, a) - place(order, b))
    .map(([id, all]): SightGroup => {
      const isOpen = startsOpen(axis, id, picked) !== toggled.includes(`@${id}`);
      const shown = isOpen ? all : closedPoints(catalog, axis, id, all, current);
      return {
        id,
        title: groupTitle(catalog, axis, id),
        points: shown,
        hidden: all.length - shown.length,
        isOpen,
      };
    });
  return { groups, points: groups.flatMap((group) => group.points), current };
}

const isPicked = ({ id, group }: AxisPoint, picked: readonly string[]): boolean =>
  picked.length === 0 || picked.includes(id) || picked.includes(`@${group}`);

/** A point without a day is always in sight: nobody knows that it is not. */
function isInTime({ released }: AxisPoint, { since, today }: Pick<SightOptions, "since" | "today">): boolean {
  if (released === undefined) return true;
  const isLate = since === "" || released.slice(0, since.length) >= since;
  return isLate && (today === "" || released.slice(0, today.length) <= today);
}

/** Distributions are many: only upstream starts open, and what the reader picked. */
const startsOpen = (axis: AxisName, group: string, picked: readonly string[]): boolean =>
  axis !== "host" || group === "linux" || picked.length > 0;

function closedPoints(
  catalog: Catalog,
  axis: AxisName,
  group: string,
  points: readonly AxisPoint[],
  current: string | undefined,
): readonly AxisPoint[] {
  if (axis !== "host") return [];
  const newest = newestPlatform(catalog, group, points);
  return points.filter((point) => point.id === current || point.id === newest);
}

/** The platform of a family that was released last, of those whose QEMU and kernel are known. */
function newestPlatform(catalog: Catalog, family: string, points: readonly AxisPoint[]): string | undefined {
  const known = catalog.platforms.filter(
    (platform) =>
      platform.family === family &&
      platform.qemu !== null &&
      platform.kernelBase !== null &&
      points.some((point) => point.id === platform.id),
  );
  return known.toSorted((a, b) => (b.released ?? "").localeCompare(a.released ?? ""))[0]?.id;
}

/** Families by what the guest looks at; the usual boards first; upstream first, then the selection's own distribution. */
function groupOrder(catalog: Catalog, selection: Selection, guest: Guest, axis: AxisName): readonly string[] {
  if (axis === "feature") return FAMILY_ORDER[guest];
  if (axis === "machine") return ["pc-q35", "pc-i440fx", "microvm"];
  const own = catalog.platformById.get(selection.host.platform ?? "")?.family;
  return axis === "host" ? ["linux", own ?? "linux"] : [];
}

const place = (order: readonly string[], id: string): number => (order.includes(id) ? order.indexOf(id) : order.length);
