import { describe, expect, it } from "vitest";
import { COLUMN_HEADS, GROUP_HEADS, nearestPlace, placeAfter, type Shape } from "./places.ts";

/** A pinned row, a group of two rows, a closed group, a group of one row; columns in two groups after a pinned one. */
const SHAPE: Shape = {
  lines: [
    { kind: "row", index: 0 },
    { kind: "group", index: 0 },
    { kind: "row", index: 1 },
    { kind: "row", index: 2 },
    { kind: "group", index: 1 },
    { kind: "group", index: 2 },
    { kind: "row", index: 3 },
  ],
  columns: 5,
  spans: [
    { group: 0, first: 1, end: 3 },
    { group: 1, first: 3, end: 5 },
  ],
};

const go = (line: number, column: number, key: string, isCtrl = false) =>
  placeAfter(SHAPE, { line, column }, key, isCtrl, 2);

describe("keys in the grid", () => {
  it.each([
    ["ArrowDown", 2, 1, { line: 3, column: 1 }],
    ["ArrowDown", 3, 1, { line: 6, column: 1 }],
    ["ArrowDown", 3, 0, { line: 4, column: 0 }],
    ["ArrowDown", 6, 3, { line: 6, column: 3 }],
    ["ArrowUp", 2, 2, { line: 0, column: 2 }],
    ["ArrowUp", 0, 2, { line: COLUMN_HEADS, column: 2 }],
    ["ArrowUp", 0, 0, { line: 0, column: 0 }],
    ["ArrowUp", COLUMN_HEADS, 3, { line: GROUP_HEADS, column: 2 }],
    ["ArrowUp", COLUMN_HEADS, 1, { line: COLUMN_HEADS, column: 1 }],
    ["ArrowDown", GROUP_HEADS, 4, { line: COLUMN_HEADS, column: 4 }],
    ["ArrowRight", GROUP_HEADS, 2, { line: GROUP_HEADS, column: 4 }],
    ["ArrowLeft", 2, 1, { line: 2, column: 0 }],
    ["ArrowLeft", COLUMN_HEADS, 1, { line: COLUMN_HEADS, column: 1 }],
    ["ArrowRight", 4, 0, { line: 4, column: 0 }],
    ["ArrowRight", 2, 5, { line: 2, column: 5 }],
    ["Home", 3, 4, { line: 3, column: 0 }],
    ["End", 3, 0, { line: 3, column: 5 }],
    ["PageDown", 0, 1, { line: 3, column: 1 }],
    ["PageUp", 6, 1, { line: 2, column: 1 }],
  ])("%s from %i, %i", (key, line, column, to) => {
    expect(go(line, column, key)).toEqual(to);
  });

  it("go to the ends with Ctrl", () => {
    expect(go(3, 3, "Home", true)).toEqual({ line: 0, column: 0 });
    expect(go(3, 3, "End", true)).toEqual({ line: 6, column: 5 });
    expect(go(3, 3, "ArrowRight", true)).toEqual({ line: 3, column: 5 });
    expect(go(6, 3, "ArrowUp", true)).toEqual({ line: GROUP_HEADS, column: 2 });
  });

  it("leave other keys, and names of an object's own, to the page", () => {
    expect(go(3, 3, "a")).toBeUndefined();
    expect(go(3, 3, "constructor")).toBeUndefined();
  });
});

describe("the nearest place", () => {
  it.each([
    [
      { line: 3, column: 2 },
      { line: 3, column: 2 },
    ],
    [
      { line: 4, column: 2 },
      { line: 3, column: 2 },
    ],
    [
      { line: 99, column: 99 },
      { line: 6, column: 5 },
    ],
    [
      { line: COLUMN_HEADS, column: 0 },
      { line: 0, column: 0 },
    ],
    [
      { line: GROUP_HEADS, column: 3 },
      { line: GROUP_HEADS, column: 2 },
    ],
  ])("to %o", (wanted, found) => {
    expect(nearestPlace(SHAPE, wanted)).toEqual(found);
  });

  it("of a grid without rows is a head", () => {
    expect(nearestPlace({ lines: [], columns: 3, spans: [] }, { line: 4, column: 2 })).toEqual({
      line: COLUMN_HEADS,
      column: 2,
    });
  });
});
