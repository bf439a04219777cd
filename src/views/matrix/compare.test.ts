import { describe, expect, it } from "vitest";
import { DEFAULT_SELECTION } from "#state/default-selection.ts";
import { DEFAULT_TABLE } from "#state/table-view.ts";
import { realCatalog } from "#testing/catalog.ts";
import { visibleFeatures } from "#engine/verdict.ts";
import { compareSelections } from "./compare.ts";
import { rangeSummary } from "./range.ts";
import { tableModel } from "./table-model.ts";
import { shownState } from "./cell-look.ts";

const catalog = realCatalog();

describe("two points compared", () => {
  const there = (kernel: string) => ({ ...DEFAULT_SELECTION, host: { ...DEFAULT_SELECTION.host, kernel } });

  it("differ in what the kernel between them brought, and say why", () => {
    const found = compareSelections(catalog, there("5.7"), there("5.8"));
    expect(found.map(({ feature }) => feature)).toContain("kvm-asyncpf-int");
    expect(found.find(({ feature }) => feature === "kvm-asyncpf-int")).toMatchObject({
      left: { state: "unavailable", why: expect.stringContaining("5.8") },
      right: { state: "opt-in" },
    });
  });

  it("are the same as themselves", () => {
    expect(compareSelections(catalog, DEFAULT_SELECTION, DEFAULT_SELECTION)).toEqual([]);
  });
});

describe("a range", () => {
  const open = (rows: "feature" | "machine") => {
    const { matrix, lines } = tableModel(catalog, DEFAULT_SELECTION, "linux", { ...DEFAULT_TABLE, rows }, undefined);
    const all = (groups: typeof lines.rows) => groups.flatMap((group) => group.lines);
    const table = { rows: all(lines.rows), columns: all(lines.columns), model: undefined as never };
    return { matrix, table };
  };

  it("of features says which are the same on all of its hosts", () => {
    const { matrix, table } = open("feature");
    const whole = { top: 0, left: 0, bottom: table.rows.length - 1, right: table.columns.length - 1 };
    const { same, differ, points } = rangeSummary(catalog, DEFAULT_SELECTION, matrix, table, whole);
    expect(points).toBe(matrix.rows.length * matrix.columns.length);
    const named = [...same.values()].flat().length + differ.length;
    expect(named).toBe(matrix.rows.length);
    const labels = matrix.rows
      .filter((_, row) => matrix.columns.every((__, column) => shownState(matrix.cell(row, column)) === "on"))
      .map((point) => point.label);
    expect(same.get("on")).toEqual(expect.arrayContaining(labels));
    expect(same.get("on")).toHaveLength(labels.length);
  });

  it("of machine types counts every point that is folded into its cells", () => {
    const { matrix, table } = open("machine");
    const row = table.rows.findIndex((line) => line.isCurrent);
    const column = table.columns.findIndex((line) => line.isCurrent);
    const one = { top: row, left: column, bottom: row, right: column };
    const { points, same, differ } = rangeSummary(catalog, DEFAULT_SELECTION, matrix, table, one);
    expect(points).toBe((table.rows[row]?.members.length ?? 0) * (table.columns[column]?.members.length ?? 0));
    expect(points).toBeGreaterThan(1);
    expect([...same.values()].flat().length + differ.length).toBe(visibleFeatures(catalog).length);
    expect(same.get("on")).toHaveLength(
      matrix.cell(table.rows[row]?.index ?? 0, table.columns[column]?.index ?? 0).seen,
    );
  });
});
