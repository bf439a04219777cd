// What the pointers on a picture mean. A mouse: hover, click, draw a rectangle. A finger: point, or move the part in sight; two zoom.
import { placeAt, type Layout } from "./map-layout.ts";
import { isWhole, panned, zoomed, type MapExtent, type MapPlace, type MapWindow } from "./map-window.ts";

export interface GestureHandlers {
  readonly point: (place: MapPlace | undefined) => void;
  readonly take: (place: MapPlace) => void;
  readonly draw: (corners: readonly [MapPlace, MapPlace] | undefined, done: boolean) => void;
  readonly show: (window: MapWindow) => void;
}

/** What the gestures are about at the moment. */
export interface GestureGround {
  readonly layout: Layout;
  readonly window: MapWindow;
  readonly extent: MapExtent;
}

interface Spot {
  readonly x: number;
  readonly y: number;
}

interface Press {
  readonly start: Spot;
  readonly window: MapWindow;
  readonly isTouch: boolean;
  moved: boolean;
}

/** CSS pixels that a hand moves without meaning to. */
const SLACK = 5;

/** How much of the size a notch of the wheel takes, a pixel of its turn at a time. */
const WHEEL = 1.0025;

/** Listens to a canvas; returns what ends it. */
export function connectGestures(
  canvas: HTMLCanvasElement,
  ground: () => GestureGround | undefined,
  handlers: GestureHandlers,
): () => void {
  const gestures = new Gestures(ground, handlers);
  const spot = ({ offsetX: x, offsetY: y }: MouseEvent): Spot => ({ x, y });
  const ended = new AbortController();
  const { signal } = ended;
  const pressed = (event: PointerEvent) => {
    if (event.button !== 0) return;
    canvas.setPointerCapture(event.pointerId);
    gestures.down(event.pointerId, spot(event), event.pointerType === "touch");
  };
  canvas.addEventListener("pointerdown", pressed, { signal });
  canvas.addEventListener("pointermove", (event) => gestures.move(event.pointerId, spot(event)), { signal });
  canvas.addEventListener("pointerup", (event) => gestures.up(event.pointerId, spot(event)), { signal });
  canvas.addEventListener("pointercancel", (event) => gestures.end(event.pointerId), { signal });
  const left = ({ pointerType }: PointerEvent) => {
    // A finger that is lifted leaves the cross-hair where it was: the button beside takes the VM there.
    if (pointerType !== "touch") handlers.point(undefined);
  };
  canvas.addEventListener("pointerleave", left, { signal });
  // With Ctrl, and so with two fingers on a touchpad: without, the page scrolls on.
  const turned = (event: WheelEvent) => {
    if (!event.ctrlKey || event.deltaY === 0) return;
    event.preventDefault();
    gestures.wheel(spot(event), WHEEL ** -event.deltaY);
  };
  canvas.addEventListener("wheel", turned, { passive: false, signal });
  return () => ended.abort();
}

/** Follows the pointers of one canvas. Spots are in CSS pixels from its corner. */
class Gestures {
  private readonly spots = new Map<number, Spot>();
  private press: Press | undefined;
  private pinch: { readonly distance: number; readonly at: MapPlace; readonly window: MapWindow } | undefined;
  private readonly ground: () => GestureGround | undefined;
  private readonly handlers: GestureHandlers;

  constructor(ground: () => GestureGround | undefined, handlers: GestureHandlers) {
    this.ground = ground;
    this.handlers = handlers;
  }

  private at({ layout }: GestureGround, { x, y }: Spot): MapPlace {
    return placeAt(layout, x * layout.scale, y * layout.scale);
  }

  down(id: number, spot: Spot, isTouch: boolean): void {
    const ground = this.ground();
    if (!ground) return;
    this.spots.set(id, spot);
    const [a, b] = [...this.spots.values()];
    if (a && b) {
      const middle = { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 };
      this.pinch = { distance: distanceOf(a, b), at: this.at(ground, middle), window: ground.window };
      this.press = undefined;
      this.handlers.draw(undefined, false);
    } else this.press = { start: spot, window: ground.window, isTouch, moved: false };
  }

  move(id: number, spot: Spot): void {
    const ground = this.ground();
    if (!ground) return;
    if (this.spots.has(id)) this.spots.set(id, spot);
    if (this.pinch) return this.pinched(ground);
    const { press } = this;
    if (!press) return this.handlers.point(this.at(ground, spot));
    press.moved ||= distanceOf(press.start, spot) > SLACK;
    if (!press.moved) return;
    if (!press.isTouch) this.handlers.draw([this.at(ground, press.start), this.at(ground, spot)], false);
    else if (isWhole(ground.window, ground.extent)) this.handlers.point(this.at(ground, spot));
    else this.dragged(ground, press, spot);
  }

  up(id: number, spot: Spot): void {
    const ground = this.ground();
    const { press } = this;
    this.end(id);
    if (!ground || !press) return;
    const place = this.at(ground, spot);
    if (press.isTouch) {
      if (!press.moved) this.handlers.point(place);
    } else if (press.moved) this.handlers.draw([this.at(ground, press.start), place], true);
    else this.handlers.take(place);
  }

  wheel(spot: Spot, factor: number): void {
    const ground = this.ground();
    if (ground) this.handlers.show(zoomed(ground.window, ground.extent, factor, this.at(ground, spot)));
  }

  /** A pointer is gone, and whatever it was about to do with it. */
  end(id: number): void {
    this.spots.delete(id);
    this.press = undefined;
    if (this.spots.size < 2) this.pinch = undefined;
    this.handlers.draw(undefined, false);
  }

  private pinched(ground: GestureGround): void {
    const [a, b] = [...this.spots.values()];
    if (!a || !b || !this.pinch || this.pinch.distance === 0) return;
    const factor = distanceOf(a, b) / this.pinch.distance;
    if (Math.abs(factor - 1) > 0.04)
      this.handlers.show(zoomed(this.pinch.window, ground.extent, factor, this.pinch.at));
  }

  private dragged({ layout, window, extent }: GestureGround, press: Press, spot: Spot): void {
    const wide = (layout.width - layout.left) / (window.x1 - window.x0);
    const high = layout.bottom / (window.y1 - window.y0);
    const [dx, dy] = [(press.start.x - spot.x) * layout.scale, (press.start.y - spot.y) * layout.scale];
    this.handlers.show(panned(press.window, extent, dx / wide, dy / high));
  }
}

const distanceOf = (a: Spot, b: Spot): number => Math.hypot(a.x - b.x, a.y - b.y);
