// Draws one picture: runs of equal points as one rectangle from afar, a tile with its number or glyph for each point close by.
import { STATES } from "#engine/cube.ts";
import { css, inkOn, mix, type Colours, type Rgb } from "./map-colours.ts";
import { hostTicks, machineTicks, type Box, type Layout } from "./map-layout.ts";
import type { MapKind, MapModel } from "./map-model.ts";

const SANS = '"IBM Plex Sans", system-ui, sans-serif';
const MONO = '"IBM Plex Mono", ui-monospace, monospace';

/** CSS pixels from which a point is a tile of its own, and from which it has room for a number or glyph. */
const TILE = 7;
const ROOM = 13;

export interface Picture {
  readonly model: MapModel;
  readonly kind: MapKind;
  readonly layout: Layout;
  readonly colours: Colours;
}

/** The greatest share of the possible that any point of the map shows: the full heat. */
export function fullHeat({ kinds }: MapModel): number {
  let most = 0;
  for (const { seen, possible } of kinds)
    for (let at = 0; at < seen.length; at += 1) most = Math.max(most, (seen[at] ?? 0) / Math.max(1, possible[at] ?? 0));
  return most;
}

/** Paints a whole picture; `heat` is the share that gets the full colour. */
export function paintPicture(context: CanvasRenderingContext2D, picture: Picture, heat: number): void {
  const { layout } = picture;
  context.clearRect(0, 0, layout.width, layout.height);
  const brush = brushOf(context, picture, heat);
  const cell = { w: meanSize(layout.xs), h: meanSize(layout.ys) };
  if (Math.min(cell.w, cell.h) >= TILE * layout.scale) paintTiles(context, picture, brush);
  else paintRuns(context, picture, brush);
  paintLabels(context, picture);
}

const meanSize = ({ starts, ends }: Layout["xs"]): number =>
  ((ends.at(-1) ?? 0) - (starts[0] ?? 0)) / Math.max(1, starts.length);

interface Brush {
  /** Equal numbers look the same. */
  readonly key: (at: number) => number;
  /** Undefined: the point stays empty. */
  readonly fill: (at: number, close: boolean) => string | CanvasPattern | undefined;
  readonly ink: (at: number) => Rgb;
}

function brushOf(context: CanvasRenderingContext2D, { model, kind, layout, colours }: Picture, heat: number): Brush {
  const hatch = hatching(context, colours, layout.scale);
  const counts = model.subject.kind === "counts";
  const share = (at: number): number => (kind.seen[at] ?? 0) / Math.max(1, kind.possible[at] ?? 0) / (heat || 1);
  const warm = (at: number): Rgb =>
    kind.seen[at] === 0
      ? colours.line
      : mix(colours.on, mix(colours.panel, colours.line, 0.5), 0.16 + 0.84 * share(at));
  const stateOf = (at: number) => STATES[kind.state[at] ?? 0] ?? "unknown";
  return {
    key: (at) => ((kind.state[at] ?? 0) << 16) | (counts ? ((kind.seen[at] ?? 0) << 8) | (kind.possible[at] ?? 0) : 0),
    fill: (at, close) => {
      const state = stateOf(at);
      if (state === "no-start") return undefined;
      if (state === "unknown") return hatch;
      if (counts) return css(warm(at));
      if (state === "default") return css(close ? colours["on-bg"] : colours.on);
      if (state === "opt-in") return css(close ? colours["opt-bg"] : mix(colours.opt, colours.panel, 0.62));
      return css(close ? colours.panel : colours.line);
    },
    ink: (at) => {
      const state = stateOf(at);
      if (state === "unknown") return colours.unk;
      if (counts) return inkOn(warm(at), colours.text, colours.panel);
      return state === "default" ? colours.on : state === "opt-in" ? colours.opt : colours.faint;
    },
  };
}

/** Slanting lines in screen pixels: what nobody knows never looks like a count. */
function hatching(context: CanvasRenderingContext2D, colours: Colours, scale: number): CanvasPattern | string {
  const size = Math.max(3, Math.round(4 * scale));
  const tile = document.createElement("canvas");
  tile.width = size;
  tile.height = size;
  const own = tile.getContext("2d");
  if (!own) return css(colours["unk-bg"]);
  own.fillStyle = css(colours["unk-bg"]);
  own.fillRect(0, 0, size, size);
  own.fillStyle = css(mix(colours.unk, colours["unk-bg"], 0.62));
  const line = Math.max(1, Math.round(scale));
  for (let step = 0; step < size; step += 1)
    for (let wide = 0; wide < line; wide += 1) own.fillRect((size - 1 - step + wide) % size, step, 1, 1);
  return context.createPattern(tile, "repeat") ?? css(colours["unk-bg"]);
}

/** From afar: down a host, equal machine types are one rectangle; hosts that look the same are drawn as one. */
function paintRuns(context: CanvasRenderingContext2D, { model, layout }: Picture, brush: Brush): void {
  const { xs, ys } = layout;
  const rows = model.machines.length;
  const same = (a: number, b: number): boolean => {
    for (let machine = ys.from; machine < ys.to; machine += 1)
      if (brush.key(a * rows + machine) !== brush.key(b * rows + machine)) return false;
    return true;
  };
  for (const span of xs.spans) {
    for (let host = span.start; host < span.end;) {
      let end = host + 1;
      while (end < span.end && same(host, end)) end += 1;
      const left = xs.starts[host - xs.from] ?? 0;
      const right = xs.ends[end - 1 - xs.from] ?? 0;
      for (const board of ys.spans) paintColumn(context, layout, brush, host * rows, board, [left, right - left]);
      host = end;
    }
  }
}

function paintColumn(
  context: CanvasRenderingContext2D,
  { ys }: Layout,
  brush: Brush,
  first: number,
  board: { readonly start: number; readonly end: number },
  [left, width]: readonly [number, number],
): void {
  for (let machine = board.start; machine < board.end;) {
    const key = brush.key(first + machine);
    let end = machine + 1;
    while (end < board.end && brush.key(first + end) === key) end += 1;
    const fill = brush.fill(first + machine, false);
    const top = ys.starts[machine - ys.from] ?? 0;
    if (fill !== undefined) {
      context.fillStyle = fill;
      context.fillRect(left, top, width, (ys.ends[end - 1 - ys.from] ?? 0) - top);
    }
    machine = end;
  }
}

function paintTiles(context: CanvasRenderingContext2D, { model, kind, layout }: Picture, brush: Brush): void {
  const { xs, ys, scale } = layout;
  const gap = Math.max(1, Math.round(scale));
  context.textAlign = "center";
  context.textBaseline = "middle";
  for (let host = xs.from; host < xs.to; host += 1) {
    const x = xs.starts[host - xs.from] ?? 0;
    const w = (xs.ends[host - xs.from] ?? 0) - x - gap;
    for (let machine = ys.from; machine < ys.to; machine += 1) {
      const at = host * model.machines.length + machine;
      const fill = brush.fill(at, true);
      if (fill === undefined) continue;
      const y = ys.starts[machine - ys.from] ?? 0;
      const box = { x, y, w, h: (ys.ends[machine - ys.from] ?? 0) - y - gap };
      context.fillStyle = fill;
      context.fillRect(box.x, box.y, box.w, box.h);
      if (Math.min(box.w, box.h + 2 * scale) < ROOM * scale) continue;
      context.fillStyle = css(brush.ink(at));
      context.strokeStyle = context.fillStyle;
      paintSign(context, model, kind, at, box, scale);
    }
  }
}

/** The number of a count, or the glyph of a verdict: dot, ring, dash, question mark. */
function paintSign(
  context: CanvasRenderingContext2D,
  model: MapModel,
  kind: MapKind,
  at: number,
  { x, y, w, h }: Box,
  scale: number,
): void {
  const [middle, centre] = [x + w / 2, y + h / 2];
  const state = STATES[kind.state[at] ?? 0];
  context.font = `600 ${10 * scale}px ${MONO}`;
  if (state === "unknown") return context.fillText("?", middle, centre + scale);
  if (model.subject.kind === "counts") {
    const text = w > 36 * scale ? `${kind.seen[at]}/${kind.possible[at]}` : `${kind.seen[at]}`;
    return context.fillText(text, middle, centre + scale / 2);
  }
  if (state === "unavailable") return context.fillRect(middle - 4 * scale, centre - scale / 2, 8 * scale, scale);
  context.lineWidth = 1.5 * scale;
  context.beginPath();
  context.arc(middle, centre, 3.5 * scale, 0, 2 * Math.PI);
  if (state === "default") context.fill();
  else context.stroke();
}

function paintLabels(context: CanvasRenderingContext2D, { model, layout, colours }: Picture): void {
  const { scale, left, bottom, xs, ys } = layout;
  const tick = (strong: boolean): void => {
    context.fillStyle = css(strong ? colours.text : colours.muted);
    context.font = `${strong ? 600 : 400} ${9.5 * scale}px ${SANS}`;
  };
  context.textAlign = "right";
  context.textBaseline = "middle";
  for (const { text, at, strong } of machineTicks(model, layout)) {
    tick(strong);
    context.fillText(fitText(context, text, left - 8 * scale), left - 6 * scale, at + scale / 2);
  }
  for (const { text, at, strong } of hostTicks(model, layout)) {
    tick(strong);
    context.save();
    context.translate(at, bottom + 6 * scale);
    context.rotate(-Math.PI / 2);
    context.fillText(fitText(context, text, layout.height - bottom - 8 * scale), 0, scale / 2);
    context.restore();
  }
  paintSeparators(context, layout, css(colours["line-strong"]), { xs, ys });
}

/** Thin lines in the gaps between groups. */
function paintSeparators(
  context: CanvasRenderingContext2D,
  { left, bottom, scale }: Layout,
  colour: string,
  { xs, ys }: Pick<Layout, "xs" | "ys">,
): void {
  const line = Math.max(1, Math.round(scale / 2));
  context.fillStyle = colour;
  const between = (axis: Layout["xs"]): number[] =>
    axis.spans
      .slice(1)
      .map(({ start }) =>
        Math.floor(((axis.ends[start - 1 - axis.from] ?? 0) + (axis.starts[start - axis.from] ?? 0)) / 2),
      );
  for (const x of between(xs)) context.fillRect(x, 0, line, bottom + 3 * scale);
  for (const y of between(ys)) context.fillRect(left - 3 * scale, y, (xs.ends.at(-1) ?? 0) - left + 3 * scale, line);
}

/** A text cut to a width, with a sign that it is cut. */
function fitText(context: CanvasRenderingContext2D, text: string, room: number): string {
  if (context.measureText(text).width <= room) return text;
  let end = text.length - 1;
  while (end > 1 && context.measureText(`${text.slice(0, end)}…`).width > room) end -= 1;
  return `${text.slice(0, end).replace(/[,\s]+$/, "")}…`;
}
