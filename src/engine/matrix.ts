// Two axes of the cube as a table: each cell a verdict or counts, computed when it is asked for.
import { atLeast, parseVersion } from "#base/version.ts";
import type { BundledFeature } from "#catalog/bundle-types.ts";
import type { Catalog } from "#catalog/open.ts";
import type { AxisPoint } from "./axis.ts";
import { STATES, type Cube } from "./cube.ts";
import { askedAt, type Asked } from "./matrix-asked.ts";
import { openPlaces } from "./matrix-places.ts";
import type { VerdictState } from "./resolved.ts";
import type { Selection } from "./selection.ts";

export interface MatrixSpec {
  readonly rows: readonly AxisPoint[];
  readonly columns: readonly AxisPoint[];
  /** Where no axis has features: the one whose verdict a cell shows; unset: counts. */
  readonly feature?: string | undefined;
  /** The features that are counted; all visible ones unless given. */
  readonly features?: readonly string[] | undefined;
}

export interface MatrixCell {
  /** The verdict of the one feature, or for counts the state that tells whether it starts at all. */
  readonly state: VerdictState;
  /** For counts: seen with the selection as it is; possible by a flag; all counted features; unknown ones. */
  readonly seen: number;
  readonly possible: number;
  readonly total: number;
  readonly unknown: number;
  /** For counts: out of reach here, but within reach on the newest upstream kernel and QEMU. */
  readonly newer: number;
  /** For one feature: whether the guest sees it there with the overrides of the selection. */
  readonly shown: boolean;
  /** False on a libvirt release that has no element for this one feature: only QEMU arguments can then ask for it. */
  readonly sayable: boolean;
}

export interface Matrix {
  readonly rows: readonly AxisPoint[];
  readonly columns: readonly AxisPoint[];
  /** True when cells count features instead of showing one verdict. */
  readonly counts: boolean;
  readonly cell: (row: number, column: number) => MatrixCell;
  /** A number for what stands behind a cell: equal numbers mean that nobody can tell two cells apart. */
  readonly key: (row: number, column: number) => number;
}

/** Opens the table of a selection over the points of two axes. Nothing is computed before a cell is asked for. */
export function openMatrix(catalog: Catalog, selection: Selection, spec: MatrixSpec): Matrix {
  const places = openPlaces(catalog, selection, spec.rows, spec.columns);
  const { cube } = places;
  const asked = askedAt(catalog, selection, cube);
  const featureAt = featurePlaces(cube, spec);
  const says = sayableBy(spec);
  const counted = openCounts(cube, spec.features);
  const remember = interned();
  const made = (row: number, column: number): Numbered => {
    const place = places.at(row, column);
    const states = places.states(place);
    const flags = place.machine < 0 ? undefined : asked(place.machine, place.cpu, place.host);
    const index = featureAt(row, column);
    const feature = cube.features[index];
    if (feature === undefined) {
      const newest = places.newest(place);
      return remember(counted.key(states, newest, flags), () => counted.cell(states, newest, flags));
    }
    const cell = (): MatrixCell => featureCell(feature, states[index], flags, says(row, column, feature));
    return remember(featureKey(feature, states[index], flags, says(row, column, feature)), cell);
  };
  return {
    rows: spec.rows,
    columns: spec.columns,
    counts: spec.feature === undefined && ![...spec.rows, ...spec.columns].some((point) => point.feature !== undefined),
    cell: (row, column) => made(row, column).cell,
    key: (row, column) => made(row, column).key,
  };
}

interface Numbered {
  readonly cell: MatrixCell;
  readonly key: number;
}

/** One cell, and one number, for each content. */
function interned(): (content: string, make: () => MatrixCell) => Numbered {
  const known = new Map<string, Numbered>();
  return (content, make) => {
    const found = known.get(content);
    if (found) return found;
    const entry = { cell: make(), key: known.size };
    known.set(content, entry);
    return entry;
  };
}

/** Which feature a cell is about: that of an axis before the one asked for; -1 for counts. */
function featurePlaces(cube: Cube, { rows, columns, feature }: MatrixSpec): (row: number, column: number) => number {
  const placeOf = (id: string | undefined): number =>
    id === undefined ? -1 : cube.features.findIndex((row) => row.id === id);
  const own = placeOf(feature);
  const byRow = rows.map((point) => placeOf(point.feature));
  const byColumn = columns.map((point) => placeOf(point.feature));
  const onAxis = byRow.some((place) => place >= 0)
    ? "row"
    : byColumn.some((place) => place >= 0)
      ? "column"
      : undefined;
  return (row, column) => (onAxis === undefined ? own : ((onAxis === "row" ? byRow[row] : byColumn[column]) ?? -1));
}

/** Whether the libvirt release of a row or column has an element that hands a feature to QEMU; yes where no axis has releases of libvirt. */
function sayableBy({ rows, columns }: MatrixSpec): (row: number, column: number, feature: BundledFeature) => boolean {
  return (row, column, { libvirt }) => {
    const release = rows[row]?.libvirt ?? columns[column]?.libvirt;
    const at = release === undefined ? undefined : parseVersion(release);
    if (at === undefined) return true;
    const since = parseVersion(libvirt?.since?.replace("<=", "") ?? "");
    return since !== undefined && libvirt?.emitsNothing !== true && atLeast(at, since);
  };
}

const stateOf = (state: number | undefined): VerdictState => STATES[state ?? -1] ?? "unknown";

const featureKey = (
  feature: BundledFeature,
  state: number | undefined,
  asked: Asked | undefined,
  says: boolean,
): string =>
  `${state ?? ""}${asked === undefined ? "" : asked.starts ? (asked.seen.has(feature.id) ? "+" : "-") : "x"}${says ? "" : "a"}`;

function featureCell(
  feature: BundledFeature,
  byte: number | undefined,
  asked: Asked | undefined,
  sayable: boolean,
): MatrixCell {
  const state = asked?.starts === false ? "no-start" : stateOf(byte);
  const shown = asked ? asked.seen.has(feature.id) : state === "default";
  const isPossible = state === "default" || state === "opt-in";
  return {
    state,
    seen: shown ? 1 : 0,
    possible: isPossible ? 1 : 0,
    total: 1,
    unknown: state === "unknown" ? 1 : 0,
    newer: 0,
    shown,
    sayable,
  };
}

interface Counts {
  readonly key: (states: Uint8Array, newest: Uint8Array | undefined, asked: Asked | undefined) => string;
  readonly cell: (states: Uint8Array, newest: Uint8Array | undefined, asked: Asked | undefined) => MatrixCell;
}

function openCounts(cube: Cube, wanted: readonly string[] | undefined): Counts {
  const counted = cube.features
    .map((feature, index) => ({ id: feature.id, index }))
    .filter(({ id }) => wanted === undefined || wanted.includes(id));
  const texts = new Map<Uint8Array | undefined, string>();
  // Vectors of the cube are shared, so that their identity stands for their content.
  const textOf = (states: Uint8Array | undefined): string => {
    const found = texts.get(states);
    if (found !== undefined) return found;
    const text = counted.map(({ index }) => states?.[index] ?? "").join("");
    texts.set(states, text);
    return text;
  };
  const askedText = (asked: Asked): string =>
    asked.starts ? counted.map(({ id }) => (asked.seen.has(id) ? "+" : "-")).join("") : "x";
  const count = (states: Uint8Array, ...among: VerdictState[]): number =>
    counted.filter(({ index }) => among.includes(stateOf(states[index]))).length;
  return {
    key: (states, newest, asked) => `${textOf(states)}|${textOf(newest)}|${asked ? askedText(asked) : ""}`,
    cell: (states, newest, asked) => {
      const unknown = count(states, "unknown");
      const isOut = asked?.starts === false || stateOf(states[0]) === "no-start";
      return {
        state: isOut ? "no-start" : unknown === counted.length && unknown > 0 ? "unknown" : "default",
        seen: asked ? counted.filter(({ id }) => asked.seen.has(id)).length : count(states, "default"),
        possible: count(states, "default", "opt-in"),
        total: counted.length,
        unknown,
        newer: isOut || newest === undefined ? 0 : newerOf(counted, states, newest),
        shown: false,
        sayable: true,
      };
    },
  };
}

/** Features that are unavailable here, and default or one flag away on the newest host. */
const newerOf = (counted: readonly { readonly index: number }[], states: Uint8Array, newest: Uint8Array): number =>
  counted.filter(
    ({ index }) => stateOf(states[index]) === "unavailable" && ["default", "opt-in"].includes(stateOf(newest[index])),
  ).length;
