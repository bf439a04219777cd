// Where the points of a picture lie, in device pixels: sharp edges, a thin gap between groups, labels where they have room.
import { shortHost } from "#state/versions.ts";
import type { MapModel, MapSpan } from "./map-model.ts";
import type { MapPlace, MapWindow } from "./map-window.ts";

/** The places `from` up to `to` of an axis; place i lies from starts[i - from] to ends[i - from]. */
export interface Axis {
  readonly from: number;
  readonly to: number;
  readonly starts: readonly number[];
  readonly ends: readonly number[];
  /** The groups in sight, cut to the window. */
  readonly spans: readonly MapSpan[];
}

export interface Tick {
  readonly text: string;
  /** Middle of the label. */
  readonly at: number;
  readonly strong: boolean;
}

export interface Layout {
  /** Device pixels in a CSS pixel. */
  readonly scale: number;
  readonly width: number;
  readonly height: number;
  readonly left: number;
  readonly bottom: number;
  readonly xs: Axis;
  readonly ys: Axis;
}

const GAP = 3;
const LEFT = 78;
const BELOW = 58;
const EDGE = 2;
/** Half a label over the first row. */
const ABOVE = 6;
/** CSS pixels that a line of labels needs. */
const LINE = 11;

/** Lays a window of the map out on a canvas of so many device pixels. */
export function layoutOf(model: MapModel, window: MapWindow, width: number, height: number, scale: number): Layout {
  const [left, bottom] = [Math.round(LEFT * scale), height - Math.round(BELOW * scale)];
  const edge = Math.round(EDGE * scale);
  const gap = Math.max(1, Math.round(GAP * scale));
  return {
    scale,
    width,
    height,
    left,
    bottom,
    xs: axis([window.x0, window.x1], model.hostSpans, [left, width - edge], gap),
    ys: axis([window.y0, window.y1], model.machineSpans, [Math.round(ABOVE * scale), bottom], gap),
  };
}

function axis(
  [from, to]: readonly [number, number],
  spans: readonly MapSpan[],
  [first, last]: readonly [number, number],
  gap: number,
): Axis {
  const seen = spans
    .filter((span) => span.end > from && span.start < to)
    .map((span) => ({ ...span, start: Math.max(span.start, from), end: Math.min(span.end, to) }));
  const room = Math.max(1, last - first - gap * (seen.length - 1));
  const edge = (place: number): number => first + Math.round(((place - from) * room) / (to - from));
  const [starts, ends]: [number[], number[]] = [[], []];
  seen.forEach((span, index) => {
    for (let place = span.start; place < span.end; place += 1) {
      starts.push(edge(place) + index * gap);
      ends.push(edge(place + 1) + index * gap);
    }
  });
  return { from, to, starts, ends, spans: seen };
}

/** The place of an axis at a pixel, or the nearest one. */
export function placeOn({ from, starts }: Axis, pixel: number): number {
  const after = starts.findIndex((start) => start > pixel);
  return from + Math.max(0, (after < 0 ? starts.length : after) - 1);
}

export const placeAt = (layout: Layout, x: number, y: number): MapPlace => ({
  host: placeOn(layout.xs, x),
  machine: placeOn(layout.ys, y),
});

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly w: number;
  readonly h: number;
}

/** The pixels of a place, or undefined where it is out of sight. */
export function boxOf({ xs, ys }: Layout, { host, machine }: MapPlace): Box | undefined {
  const [x, right] = [xs.starts[host - xs.from], xs.ends[host - xs.from]];
  const [y, below] = [ys.starts[machine - ys.from], ys.ends[machine - ys.from]];
  if (x === undefined || right === undefined || y === undefined || below === undefined) return undefined;
  return { x, y, w: right - x, h: below - y };
}

const middle = ({ from, starts, ends }: Axis, start: number, end: number): number =>
  ((starts[start - from] ?? 0) + (ends[end - 1 - from] ?? 0)) / 2;

/** Labels in the order of their rank, each only where none before it is in its way. */
function fitting(wanted: readonly (Tick & { readonly rank: number })[], least: number): Tick[] {
  const placed: Tick[] = [];
  for (const tick of wanted.toSorted((a, b) => a.rank - b.rank))
    if (placed.every((other) => Math.abs(other.at - tick.at) >= least)) placed.push(tick);
  return placed;
}

/** Labels of the hosts: each its own where there is room, else first kernels of a series and families of platforms. */
export function hostTicks(model: MapModel, { xs, scale }: Layout): Tick[] {
  const wanted = xs.spans.flatMap((span) => {
    const isFamily = model.hosts[span.start]?.selection.platform !== undefined;
    const all = Array.from({ length: span.end - span.start }, (_, index) => span.start + index);
    const own = all.map((place) => ({
      text: shortHost(model.hosts[place]?.title ?? ""),
      at: middle(xs, place, place + 1),
      strong: false,
    }));
    if (roomy(xs, scale)) return own.map((tick) => ({ ...tick, rank: 1 }));
    const family = { text: span.title, at: middle(xs, span.start, span.end), strong: true, rank: 0 };
    const series = own.map((tick, index) => ({ ...tick, rank: index === 0 || tick.text.endsWith(".0") ? 0 : 9 }));
    return isFamily ? [family] : series.filter((tick) => tick.rank === 0);
  });
  return fitting(wanted, LINE * scale - 1);
}

/** Labels of the machine types: each its own where there is room, else the board between its first and last version. */
export function machineTicks(model: MapModel, { ys, scale }: Layout): Tick[] {
  const own = (place: number, text: string) => ({ text, at: middle(ys, place, place + 1), strong: false });
  const wanted = ys.spans.flatMap((span) => {
    const all = Array.from({ length: span.end - span.start }, (_, index) => span.start + index);
    if (roomy(ys, scale)) return all.map((place) => ({ ...own(place, model.machines[place]?.name ?? ""), rank: 1 }));
    const board = { text: span.title, at: middle(ys, span.start, span.end), strong: true, rank: 0 };
    const ends = [span.start, span.end - 1].map((place) => ({
      ...own(place, model.machines[place]?.short ?? ""),
      rank: 5,
    }));
    return span.end - span.start > 1 ? [board, ...ends] : [board];
  });
  return fitting(wanted, LINE * scale - 1);
}

const roomy = ({ starts, ends }: Axis, scale: number): boolean =>
  ((ends.at(-1) ?? 0) - (starts[0] ?? 0)) / starts.length >= LINE * scale;
