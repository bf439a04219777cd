import { describe, expect, it } from "vitest";
import { openMatrix } from "#engine/matrix.ts";
import { axisPoints } from "#engine/axis.ts";
import type { Selection } from "#engine/selection.ts";
import { DEFAULT_SELECTION } from "#state/default-selection.ts";
import { DEFAULT_TABLE, type TableView } from "#state/table-view.ts";
import { realCatalog } from "#testing/catalog.ts";
import { cellLook, cellRank, shownState, statesIn } from "./cell-look.ts";
import { countText } from "./count-text.ts";
import { drawnTable, type DrawnTable } from "./grid-model.ts";
import { selectionAt } from "./moves.ts";
import { askedFeature, tableModel } from "./table-model.ts";

const catalog = realCatalog();

function drawn(patch: Partial<TableView>, selection: Selection = DEFAULT_SELECTION): DrawnTable {
  const table = { ...DEFAULT_TABLE, ...patch };
  const focus = "kvm-asyncpf-int";
  const { matrix, lines } = tableModel(catalog, selection, "linux", table, askedFeature(table, focus));
  const side = (groups: typeof lines.rows) => ({
    lines: groups.flatMap((group) => group.lines),
    pinned: new Set<string>(),
    groups,
  });
  const ordered = { rows: side(lines.rows), columns: side(lines.columns) };
  return drawnTable({ catalog, selection, matrix, table, ordered, focus });
}

const placeOf = (table: DrawnTable, row: string, column: string): readonly [number, number] => [
  table.rows.findIndex((line) => line.members.some((member) => member.id === row)),
  table.columns.findIndex((line) => line.members.some((member) => member.id === column)),
];
const cellAt = (table: DrawnTable, row: string, column: string) => table.model.cell(...placeOf(table, row, column));

describe("heads", () => {
  it("name a fold by its first and last, and say how many", () => {
    const table = drawn({ rows: "machine" });
    const [row] = placeOf(table, "pc-q35-7.2", "debian-12");
    expect(table.model.rows[row]?.label).toMatch(/^pc-q35-[\d.]+ … 7\.2$/);
    expect(table.model.rows[row]).toMatchObject({ note: expect.stringMatching(/^\d+ types$/), current: true });
    const kernels = table.model.columns.find((head) => head.note?.startsWith("…"));
    expect(kernels?.spoken).toMatch(/^Linux [\d.]+ and \d+ more$/);
  });

  it("groups hold all heads that are not pinned", () => {
    for (const patch of [{}, { rows: "machine" }, { rows: "cpu", columns: "feature" }] as const) {
      const { model } = drawn(patch);
      expect(model.rowGroups.reduce((sum, group) => sum + group.size, 0)).toBe(model.rows.length);
      expect(model.columnGroups.reduce((sum, group) => sum + group.size, 0)).toBe(model.columns.length);
    }
  });
});

describe("a cell", () => {
  const asked: Selection = {
    ...DEFAULT_SELECTION,
    overrides: [{ property: "kvm-asyncpf-int", form: "plus", value: "on" }],
  };

  it("is on where a flag asks for it and the host has it", () => {
    expect(cellAt(drawn({}), "kvm-asyncpf-int", "debian-12")).toMatchObject({ look: "opt-in", said: "one flag" });
    expect(cellAt(drawn({}, asked), "kvm-asyncpf-int", "debian-12")).toMatchObject({ look: "on", current: true });
    expect(cellAt(drawn({}, asked), "kvm-asyncpf-int", "linux-4.4")).toMatchObject({ look: "unavailable" });
  });

  it("of a libvirt release that lacks the element asks for QEMU arguments", () => {
    const table = drawn({ columns: "libvirt" });
    expect(cellAt(table, "hv-relaxed", "9.0").look).toBe("opt-in");
    expect(cellAt(table, "kvm-asyncpf-int", "9.0")).toMatchObject({ look: "args", said: "QEMU arguments only" });
  });

  it("of counts says them, and what a newer host would bring", () => {
    const { said, text, small } = cellAt(drawn({ rows: "machine" }), "pc-q35-7.2", "linux-4.4");
    expect(said).toMatch(/^\d+ seen of \d+ possible, \d+ need a newer host$/);
    expect(said.startsWith(`${text} seen of ${small?.slice(1)} `)).toBe(true);
  });

  it("is marked, and fades when the legend asks for another state", () => {
    const table = drawn({ mark: "kvmclock|debian-12", states: ["unavailable"] });
    const [row] = placeOf(table, "kvmclock", "debian-12");
    expect(row).toBe(-1);
    expect(cellAt(table, "kvm-asyncpf-int", "debian-12").dim).toBe(true);
    expect(cellAt(table, "kvm-asyncpf-int", "linux-4.4").dim).toBe(false);
    expect(cellAt(drawn({ mark: "kvmclock|debian-12" }), "kvmclock", "debian-12").marked).toBe(true);
  });
});

describe("looks", () => {
  const selection = { ...DEFAULT_SELECTION, host: { ...DEFAULT_SELECTION.host, platform: "rhel-8.2" } };
  const points = (axis: "machine" | "host") => axisPoints(catalog, selection, axis);
  const counts = openMatrix(catalog, selection, { rows: points("machine"), columns: points("host") });
  const cells = points("machine").flatMap((_, row) => points("host").map((__, column) => counts.cell(row, column)));

  it("of every count agree with themselves", () => {
    for (const cell of new Set(cells)) {
      const look = cellLook(cell, true);
      expect(look.said).toBe(countText(cell));
      const held = statesIn(cell, true);
      expect(held.includes("on")).toBe(cell.seen > 0 && cell.state === "default");
      expect(look.look === "no-start").toBe(cell.state === "no-start");
      expect(cellRank(cell, true) < 0).toBe(cell.state !== "default");
    }
  });

  it("rank more before less", () => {
    const cell = (state: "default" | "opt-in" | "unavailable" | "unknown" | "no-start", sayable = true) => ({
      state,
      seen: 0,
      possible: 0,
      total: 1,
      unknown: 0,
      newer: 0,
      shown: state === "default",
      sayable,
    });
    const order = [
      cell("default"),
      cell("opt-in"),
      cell("opt-in", false),
      cell("unavailable"),
      cell("unknown"),
      cell("no-start"),
    ];
    const ranks = order.map((each) => cellRank(each, false));
    expect(ranks).toEqual(ranks.toSorted((a, b) => b - a));
    expect(order.map(shownState)).toEqual(["on", "opt-in", "args", "unavailable", "unknown", "no-start"]);
  });
});

describe("taking a cell", () => {
  it("moves the VM to its machine type and host, and leaves the rest", () => {
    const selection = { ...DEFAULT_SELECTION, host: { ...DEFAULT_SELECTION.host, smt: true } };
    const table = drawn({ rows: "machine", fold: false }, selection);
    const [row, column] = placeOf(table, "pc-q35-6.2", "linux-6.12");
    expect(selectionAt(selection, { row: table.rows[row]!, column: table.columns[column] })).toMatchObject({
      machine: "pc-q35-6.2",
      cpu: selection.cpu,
      host: { kernel: "6.12", vendor: "intel", hyperv: true, smt: true },
    });
  });

  it("leaves an axis alone where the VM stands", () => {
    const selection = { ...DEFAULT_SELECTION, host: { ...DEFAULT_SELECTION.host, kernel: "6.12" } };
    const table = drawn({ rows: "machine" }, selection);
    const [row, column] = placeOf(table, "pc-q35-7.2", "debian-12");
    expect(selectionAt(selection, { row: table.rows[row]!, column: table.columns[column] })).toBe(selection);
  });
});
