import { describe, expect, it } from "vitest";
import { act, cellAt, cornerOf } from "./acts.ts";
import { columnLeft, gridWidth, layOut } from "./layout.ts";
import { linesOf, spansOf } from "./lines.ts";
import type { Room } from "./metrics.ts";
import type { GridHead, GridModel, GridProps } from "./model.ts";
import { firstPlace, hasSameItems, keyOf, placeOfKey } from "./place-key.ts";
import { COLUMN_HEADS, GROUP_HEADS } from "./places.ts";
import { isInRange, rangeBetween } from "./range.ts";

const letters = (text: string): number => text.length * 7;
const ROOM: Room = {
  width: 800,
  isTouch: false,
  text: { rowLabel: letters, columnLabel: letters, note: letters, title: letters },
};

const head = (id: string, more: Partial<GridHead> = {}): GridHead => ({ id, label: id, spoken: `the ${id}`, ...more });
const group = (id: string, size: number) => ({ id, title: id, hidden: 0, size, expanded: true });

const model = (rows: readonly string[], columns: readonly string[]): GridModel => ({
  rows: rows.map((id) => head(id, { pinned: id.startsWith("!"), current: id === "r2" })),
  rowGroups: [group("A", 2), group("B", 0), group("C", 1)],
  columns: columns.map((id) => head(id, { current: id === "c2" })),
  columnGroups: [group("X", 1), group("Y", columns.length - 1)],
  cell: () => ({ look: "on", text: "", said: "on" }),
});

const MODEL = model(["!r0", "r1", "r2", "r3"], ["c1", "c2", "c3"]);
const LAYOUT = layOut(MODEL, ROOM, 600);

describe("lines and spans", () => {
  it("put pinned rows first, then titles with their rows", () => {
    const lines = linesOf(MODEL.rows, MODEL.rowGroups).map(({ kind, index }) => `${kind[0]}${index}`);
    expect(lines).toEqual(["r0", "g0", "r1", "r2", "g1", "g2", "r3"]);
  });

  it("lose no row, whatever the groups say", () => {
    const rows = ["a", "b", "c"].map((id) => head(id));
    for (const sizes of [[], [1], [2, 5], [0, 0, 9]]) {
      const lines = linesOf(
        rows,
        sizes.map((size, at) => group(`g${at}`, size)),
      );
      expect(lines.filter(({ kind }) => kind === "row").map(({ index }) => index)).toEqual([0, 1, 2]);
    }
  });

  it("give each group its columns", () => {
    expect(spansOf(MODEL.columns, MODEL.columnGroups)).toEqual([
      { group: 0, first: 0, end: 1 },
      { group: 1, first: 1, end: 3 },
    ]);
  });
});

describe("the layout", () => {
  it("fills the room, with equal columns in a group and no overlap", () => {
    const { columns } = LAYOUT.metrics;
    expect(columns[1]).toBe(columns[2]);
    expect(gridWidth(LAYOUT)).toBe(ROOM.width);
    for (let column = 1; column < 3; column += 1)
      expect(columnLeft(LAYOUT, column)).toBeGreaterThanOrEqual(
        columnLeft(LAYOUT, column - 1) + (columns[column - 1] ?? 0),
      );
    expect(LAYOUT.stickyLines).toBe(1);
  });

  it("turns heads that would not fit, and gives fingers 44 pixels", () => {
    const many = model(
      ["r1"],
      Array.from({ length: 40 }, (_, at) => `a-rather-long-name-${at}`),
    );
    const wide = layOut(many, { ...ROOM, isTouch: true }, 600);
    expect(wide.metrics.isTurned).toBe(true);
    expect(Math.min(...wide.metrics.columns)).toBeGreaterThanOrEqual(44);
    expect(wide.metrics.row).toBeGreaterThanOrEqual(44);
    expect(LAYOUT.metrics.isTurned).toBe(false);
  });

  it("lets pinned rows scroll when they would fill the room", () => {
    const pinned = { ...MODEL, rows: Array.from({ length: 50 }, (_, at) => head(`!${at}`, { pinned: true })) };
    expect(layOut(pinned, ROOM, 600).stickyLines).toBeLessThan(12);
  });
});

describe("the reader's place", () => {
  it("starts at the current cell", () => {
    expect(firstPlace(LAYOUT)).toEqual({ line: 3, column: 2 });
  });

  it("stays with its row and column when others come and go", () => {
    const key = keyOf(LAYOUT, { line: 3, column: 3 });
    const sorted = layOut(model(["r3", "r2", "r1"], ["c3", "c0", "c1"]), ROOM, 600);
    expect(placeOfKey(sorted, key)).toEqual({ line: 2, column: 1 });
    expect(hasSameItems(LAYOUT, sorted)).toBe(false);
    expect(hasSameItems(LAYOUT, layOut({ ...MODEL }, ROOM, 600))).toBe(true);
  });

  it("goes to the nearest place when its row is gone", () => {
    const key = keyOf(LAYOUT, { line: 6, column: 3 });
    const shorter = layOut(model(["r1"], ["c1"]), ROOM, 600);
    expect(placeOfKey(shorter, key)).toEqual({ line: 1, column: 1 });
  });
});

describe("a range", () => {
  it("lies between two corners in any order, and is none for one cell or a head that is gone", () => {
    const range = rangeBetween(MODEL, { row: "r3", column: "c1" }, { row: "r1", column: "c2" });
    expect(range).toEqual({ top: 1, left: 0, bottom: 3, right: 1 });
    expect([isInRange(range, 2, 1), isInRange(range, 2, 2), isInRange(undefined, 2, 1)]).toEqual([true, false, false]);
    expect(rangeBetween(MODEL, { row: "r1", column: "c1" }, { row: "r1", column: "c1" })).toBeUndefined();
    expect(rangeBetween(MODEL, { row: "r9", column: "c1" }, { row: "r1", column: "c2" })).toBeUndefined();
  });
});

describe("acting on a place", () => {
  const acted = (line: number, column: number, keys = {}): string[] => {
    const calls: string[] = [];
    const note =
      (name: string) =>
      (...args: unknown[]): void =>
        void calls.push([name, ...args].join(" "));
    const props = Object.fromEntries(
      ["onTake", "onMark", "onToggleGroup", "onToggleFold", "onSort", "onPin"].map((name) => [name, note(name)]),
    );
    const folded = { ...MODEL, columns: [head("c1", { expanded: false }), ...MODEL.columns.slice(1)] };
    const layout = layOut(folded, ROOM, 600);
    act(layout, props as unknown as GridProps, { line, column }, { shift: false, ctrl: false, ...keys });
    return calls;
  };

  it.each([
    ["a cell", 3, 2, {}, "onTake 2 1"],
    ["a cell with Ctrl", 3, 2, { ctrl: true }, "onMark 2 1"],
    ["a row's head", 3, 0, {}, "onTake 2 "],
    ["a row's head with Ctrl", 3, 0, { ctrl: true }, "onPin row r2"],
    ["a group's title", 1, 0, {}, "onToggleGroup row A"],
    ["a column group's title", GROUP_HEADS, 2, {}, "onToggleGroup column Y"],
    ["a column's head", COLUMN_HEADS, 2, {}, "onSort 1"],
    ["a folded column's head", COLUMN_HEADS, 1, {}, "onToggleFold column c1"],
    ["a folded column's head with Shift", COLUMN_HEADS, 1, { shift: true }, "onSort 0"],
    ["a column's head with Ctrl", COLUMN_HEADS, 2, { ctrl: true }, "onPin column c2"],
  ])("%s", (_, line, column, keys, call) => {
    expect(acted(line, column, keys)).toEqual([call]);
  });

  it("finds cells, and no cells in heads and titles", () => {
    expect(cellAt(LAYOUT, { line: 3, column: 2 })).toEqual({ row: 2, column: 1 });
    expect(cellAt(LAYOUT, { line: 1, column: 0 })).toBeUndefined();
    expect(cornerOf(LAYOUT, { line: COLUMN_HEADS, column: 2 })).toBeUndefined();
    expect(cornerOf(LAYOUT, { line: 3, column: 2 })).toEqual({ row: "r2", column: "c2" });
  });
});
