// What moves over a picture: the cross-hair, the rectangle being drawn, and the place of the VM.
import { css, type Colours } from "./map-colours.ts";
import { boxOf, type Box, type Layout } from "./map-layout.ts";
import type { MapPlace } from "./map-window.ts";

export interface Marks {
  readonly cursor: MapPlace | undefined;
  readonly here: MapPlace | undefined;
  /** The corners of a rectangle being drawn. */
  readonly drawn: readonly [MapPlace, MapPlace] | undefined;
}

/** Paints the marks on a canvas of their own, over the picture. */
export function paintMarks(context: CanvasRenderingContext2D, layout: Layout, colours: Colours, marks: Marks): void {
  context.clearRect(0, 0, layout.width, layout.height);
  const here = marks.here && boxOf(layout, marks.here);
  if (here) frame(context, layout, grown(here, 7 * layout.scale), css(colours.accent), css(colours.panel));
  const cursor = marks.cursor && boxOf(layout, marks.cursor);
  if (cursor) crossHair(context, layout, cursor, css(colours.text), css(colours.panel));
  if (marks.drawn) rectangle(context, layout, marks.drawn, css(colours.accent));
}

/** A box of at least a size around the same middle. */
function grown({ x, y, w, h }: Box, least: number): Box {
  const [dx, dy] = [Math.max(0, least - w) / 2, Math.max(0, least - h) / 2];
  return { x: Math.round(x - dx), y: Math.round(y - dy), w: Math.round(w + 2 * dx), h: Math.round(h + 2 * dy) };
}

function frame(context: CanvasRenderingContext2D, { scale }: Layout, box: Box, line: string, halo: string): void {
  const width = Math.max(1, Math.round(1.5 * scale));
  context.lineWidth = width + 2 * scale;
  context.strokeStyle = halo;
  context.strokeRect(box.x - width / 2, box.y - width / 2, box.w + width, box.h + width);
  context.lineWidth = width;
  context.strokeStyle = line;
  context.strokeRect(box.x - width / 2, box.y - width / 2, box.w + width, box.h + width);
}

function crossHair(context: CanvasRenderingContext2D, layout: Layout, box: Box, line: string, halo: string): void {
  const { left, bottom, width, scale } = layout;
  const thin = Math.max(1, Math.round(scale / 2));
  const around = grown(box, 5 * scale);
  const [x, y] = [Math.round(box.x + box.w / 2), Math.round(box.y + box.h / 2)];
  context.globalAlpha = 0.75;
  context.fillStyle = line;
  context.fillRect(x, 0, thin, around.y - scale);
  context.fillRect(x, around.y + around.h + scale, thin, bottom - around.y - around.h);
  context.fillRect(left, y, around.x - left - scale, thin);
  context.fillRect(around.x + around.w + scale, y, width - around.x - around.w, thin);
  context.globalAlpha = 1;
  frame(context, layout, around, line, halo);
}

function rectangle(
  context: CanvasRenderingContext2D,
  layout: Layout,
  [a, b]: readonly [MapPlace, MapPlace],
  colour: string,
): void {
  const [one, two] = [boxOf(layout, a), boxOf(layout, b)];
  if (!one || !two) return;
  const [x, y] = [Math.min(one.x, two.x), Math.min(one.y, two.y)];
  const w = Math.max(one.x + one.w, two.x + two.w) - x;
  const h = Math.max(one.y + one.h, two.y + two.h) - y;
  context.globalAlpha = 0.18;
  context.fillStyle = colour;
  context.fillRect(x, y, w, h);
  context.globalAlpha = 1;
  context.lineWidth = Math.max(1, Math.round(layout.scale));
  context.strokeStyle = colour;
  context.strokeRect(x, y, w, h);
}
