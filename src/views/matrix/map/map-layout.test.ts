import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { realCatalog } from "#testing/catalog.ts";
import { vm } from "#testing/vm.ts";
import { boxOf, hostTicks, layoutOf, machineTicks, placeAt } from "./map-layout.ts";
import { mapModel } from "./map-model.ts";
import { wholeWindow, windowOf } from "./map-window.ts";

const model = mapModel(realCatalog(), vm(), { kind: "counts" });
const extent = { hosts: model.hosts.length, machines: model.machines.length };
const place = fc.record({ host: fc.nat(extent.hosts - 1), machine: fc.nat(extent.machines - 1) });
const canvas = fc.record({ width: fc.integer({ min: 330, max: 1400 }), scale: fc.constantFrom(1, 1.25, 2, 3) });

describe("the layout", () => {
  it("leads from a place to its pixels and back, in any window and at any size", () => {
    fc.assert(
      fc.property(place, place, place, canvas, (a, b, at, { width, scale }) => {
        const window = windowOf(a, b, extent);
        const layout = layoutOf(model, window, Math.round(width * scale), Math.round(300 * scale), scale);
        const box = boxOf(layout, at);
        const isInside =
          at.host >= window.x0 && at.host < window.x1 && at.machine >= window.y0 && at.machine < window.y1;
        expect(box && placeAt(layout, box.x + box.w / 2, box.y + box.h / 2)).toEqual(isInside ? at : undefined);
      }),
    );
  });

  it("leaves no point without a pixel and no two on the same, the whole on 300 CSS pixels too", () => {
    const { xs, ys } = layoutOf(model, wholeWindow(extent), 300, 300, 1);
    for (const axis of [xs, ys]) {
      axis.starts.forEach((start, index) => {
        expect(axis.ends[index]).toBeGreaterThan(start);
        expect(start).toBeGreaterThanOrEqual(axis.ends[index - 1] ?? 0);
      });
      expect(axis.ends.every(Number.isInteger)).toBe(true);
    }
  });

  it("labels families and boards from afar, and each point close by", () => {
    const whole = layoutOf(model, wholeWindow(extent), 500, 300, 1);
    expect(hostTicks(model, whole).map((tick) => tick.text)).toEqual(expect.arrayContaining(["4.4", "6.0", "Ubuntu"]));
    expect(machineTicks(model, whole).map((tick) => tick.text)).toEqual(
      expect.arrayContaining(["pc-q35", "pc-i440fx", "11.1"]),
    );
    const close = layoutOf(model, { x0: 0, x1: 10, y0: 30, y1: 40 }, 500, 300, 1);
    expect(hostTicks(model, close)).toHaveLength(10);
    expect(machineTicks(model, close).map((tick) => tick.text)).toContain(model.machines[35]?.name);
  });

  it("never prints two labels over each other", () => {
    fc.assert(
      fc.property(place, place, canvas, (a, b, { width, scale }) => {
        const layout = layoutOf(
          model,
          windowOf(a, b, extent),
          Math.round(width * scale),
          Math.round(300 * scale),
          scale,
        );
        for (const ticks of [hostTicks(model, layout), machineTicks(model, layout)]) {
          const sorted = ticks.map((tick) => tick.at).toSorted((one, two) => one - two);
          sorted.slice(1).forEach((at, index) => expect(at - sorted[index]!).toBeGreaterThanOrEqual(11 * scale - 1));
        }
      }),
    );
  });
});
