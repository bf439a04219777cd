import { describe, expect, it } from "vitest";
import { destination, moveOf, type Place } from "./grid-keys.ts";

/** Two heads, a group row that has its first column only, and two rows of cells. */
const PLACES: readonly Place[] = [
  { row: 1, column: 1 },
  { row: 2, column: 0 },
  ...[3, 4].flatMap((row) => [0, 1, 2].map((column) => ({ row, column }))),
];

const go = (row: number, column: number, key: string, isCtrl = false) => {
  const move = moveOf(key, isCtrl);
  if (move === undefined) throw new Error(`${key} is no key of the grid`);
  return destination(PLACES, { row, column }, move);
};

describe("keys in the grid", () => {
  it.each([
    ["ArrowDown", 3, 1, { row: 4, column: 1 }],
    ["ArrowUp", 3, 1, { row: 1, column: 1 }],
    ["ArrowUp", 3, 2, { row: 3, column: 2 }],
    ["ArrowUp", 3, 0, { row: 2, column: 0 }],
    ["ArrowRight", 3, 2, { row: 3, column: 2 }],
    ["Home", 4, 2, { row: 4, column: 0 }],
    ["End", 4, 0, { row: 4, column: 2 }],
    ["PageDown", 3, 1, { row: 4, column: 1 }],
  ])("%s from %i, %i", (key, row, column, to) => {
    expect(go(row, column, key)).toEqual(to);
  });

  it("go to the corners with Ctrl", () => {
    expect(go(3, 1, "End", true)).toEqual({ row: 4, column: 2 });
    expect(go(4, 2, "Home", true)).toEqual({ row: 2, column: 0 });
  });

  it("leave other keys to the page", () => {
    expect(moveOf("a", false)).toBeUndefined();
  });
});
