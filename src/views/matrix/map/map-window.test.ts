import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isWhole, panned, showing, wholeWindow, windowOf, zoomed, type MapWindow } from "./map-window.ts";

const extent = { hosts: 171, machines: 113 };
const place = fc.record({ host: fc.nat(170), machine: fc.nat(112) });
const window = fc.tuple(place, place).map(([a, b]) => windowOf(a, b, extent));

const isInside = ({ x0, x1, y0, y1 }: MapWindow): boolean =>
  x0 >= 0 && x1 <= extent.hosts && x1 - x0 >= 4 && y0 >= 0 && y1 <= extent.machines && y1 - y0 >= 4;
const holds = ({ x0, x1, y0, y1 }: MapWindow, at: { host: number; machine: number }): boolean =>
  at.host >= x0 && at.host < x1 && at.machine >= y0 && at.machine < y1;

describe("the window", () => {
  it("never leaves the map, whatever is done", () => {
    fc.assert(
      fc.property(
        window,
        place,
        fc.double({ min: 0.2, max: 5, noNaN: true }),
        fc.integer(),
        (start, at, factor, by) => {
          expect(isInside(start)).toBe(true);
          expect(isInside(zoomed(start, extent, factor, at))).toBe(true);
          expect(isInside(panned(start, extent, by, -by))).toBe(true);
        },
      ),
    );
  });

  it("of a rectangle holds both corners", () => {
    fc.assert(
      fc.property(place, place, (a, b) => {
        const made = windowOf(a, b, extent);
        expect([holds(made, a), holds(made, b)]).toEqual([true, true]);
      }),
    );
    expect(windowOf({ host: 10, machine: 20 }, { host: 40, machine: 5 }, extent)).toEqual({
      x0: 10,
      x1: 41,
      y0: 5,
      y1: 21,
    });
  });

  it("shows a place by moving, not by zooming", () => {
    fc.assert(
      fc.property(window, place, (start, at) => {
        const made = showing(start, extent, at);
        expect(holds(made, at)).toBe(true);
        expect([made.x1 - made.x0, made.y1 - made.y0]).toEqual([start.x1 - start.x0, start.y1 - start.y0]);
        expect(made === start).toBe(holds(start, at));
      }),
    );
  });

  it("zooms in around a place of it and out again to the whole, however often it takes", () => {
    fc.assert(
      fc.property(place, (at) => {
        let now = wholeWindow(extent);
        for (let step = 0; step < 15; step += 1) {
          now = zoomed(now, extent, 1.5, at);
          expect(holds(now, at)).toBe(true);
        }
        expect([now.x1 - now.x0, now.y1 - now.y0]).toEqual([4, 4]);
        for (let step = 0; step < 30; step += 1) now = zoomed(now, extent, 1 / 1.5, at);
        expect(isWhole(now, extent)).toBe(true);
      }),
    );
  });
});
