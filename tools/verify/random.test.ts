import { describe, expect, it } from "vitest";
import { openRandom } from "./random.ts";

const first = (seed: number, count = 5): number[] => {
  const { next } = openRandom(seed);
  return Array.from({ length: count }, next);
};

describe("openRandom", () => {
  it("repeats a seed and tells seeds apart", () => {
    expect(first(7)).toEqual(first(7));
    expect(first(7)).not.toEqual(first(8));
  });

  it("gives the published sequence of the generator", () => {
    expect(first(1, 2).map((value) => value * 2 ** 32)).toEqual([2693262067, 11749833]);
  });

  it("stays in its range and reaches all of it", () => {
    const values = first(3, 2000);
    expect(Math.min(...values)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...values)).toBeLessThan(1);
    const { pick } = openRandom(3);
    expect(new Set(Array.from({ length: 200 }, () => pick(["a", "b", "c"]))).size).toBe(3);
  });

  it("has nothing to pick from nothing", () => {
    expect(() => openRandom(1).pick([])).toThrow("nothing to pick from");
  });
});
