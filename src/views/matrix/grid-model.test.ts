import { describe, expect, it } from "vitest";
import { buildMatrix, type MatrixSpec } from "#engine/matrix.ts";
import type { Selection } from "#engine/selection.ts";
import { DEFAULT_SELECTION } from "#state/default-selection.ts";
import { realCatalog } from "#testing/catalog.ts";
import { cubeModel } from "./cube-model.ts";
import { gridColumns, gridRows, moved, shownCell } from "./grid-model.ts";
import { summary } from "./summary.ts";

const catalog = realCatalog();
const FEATURES: MatrixSpec = { rows: "feature", columns: "host" };
const MACHINES: MatrixSpec = { rows: "machine", columns: "host" };

function grid(selection: Selection, spec: MatrixSpec, opened: ReadonlySet<string> = new Set()) {
  const matrix = buildMatrix(catalog, selection, spec);
  const groups = gridColumns(catalog, matrix, selection, opened);
  const columns = groups.flatMap((group) => group.columns);
  return { matrix, groups, columns, rows: gridRows(catalog, matrix, selection, "linux", columns) };
}

describe("the columns", () => {
  it("are all upstream kernels, the selection's own platform, and one of each other family", () => {
    const { groups, columns } = grid(DEFAULT_SELECTION, FEATURES);
    expect(groups.map((group) => group.id).slice(0, 2)).toEqual(["linux", "debian"]);
    expect(columns.filter((column) => column.isCurrent).map((column) => column.label)).toEqual(["Debian 12"]);
    expect(groups.find((group) => group.id === "fedora")?.columns).toHaveLength(1);
    expect(groups.find((group) => group.id === "fedora")?.hidden).toBeGreaterThan(0);
  });

  it("show every host of a family that was opened, and every kernel of a fold", () => {
    const { groups, columns } = grid(DEFAULT_SELECTION, FEATURES);
    const fold = columns.find((column) => column.members.length > 1 && column.members[0]?.host?.platform === undefined);
    if (fold === undefined) throw new Error("no folded kernels");
    const opened = grid(DEFAULT_SELECTION, FEATURES, new Set(["fedora", fold.id]));
    expect(opened.groups.find((group) => group.id === "fedora")?.hidden).toBe(0);
    expect(opened.columns.length).toBeGreaterThan(columns.length + fold.members.length - 2);
    expect(groups.length).toBe(opened.groups.length);
  });
});

describe("the rows", () => {
  it("of features stand under their families, that of the guest first", () => {
    const { rows } = grid(DEFAULT_SELECTION, FEATURES);
    expect(rows.map((group) => group.title).slice(0, 2)).toEqual(["Native KVM", "Hyper-V"]);
    expect(rows[0]?.subRows.map((line) => line.label)).toContain("kvm-asyncpf-int");
  });

  it("of machine types fold where nothing in sight tells them apart", () => {
    const { rows, matrix, columns } = grid(DEFAULT_SELECTION, MACHINES);
    const q35 = rows[0];
    expect(q35?.title).toBe("Q35 PC");
    const folded = q35?.subRows.find((line) => line.isCurrent);
    expect(folded?.subRows.map((line) => line.label)).toContain("pc-q35-7.2");
    expect(folded?.label).toMatch(/^pc-q35-[\d.]+ … 7\.2$/);
    const members = rows
      .flatMap((group) => group.subRows)
      .flatMap((line) => (line.subRows.length > 0 ? line.subRows : [line]));
    expect(members).toHaveLength(matrix.unfolded.rows);
    expect(summary(matrix, rows, columns, "machine")).toMatch(/kinds|nothing/);
  });
});

describe("a cell", () => {
  it("is on where a flag asks for it and the host has it", () => {
    const selection: Selection = {
      ...DEFAULT_SELECTION,
      overrides: [{ property: "kvm-asyncpf-int", form: "plus", value: "on" }],
    };
    const { matrix, columns, rows } = grid(selection, FEATURES);
    const line = rows.flatMap((group) => group.subRows).find((row) => row.id === "kvm-asyncpf-int");
    const cells = columns.map((column) => [
      column.members[0]?.id,
      shownCell(matrix.cell(line?.index ?? 0, column.index)),
    ]);
    expect(cells).toContainEqual(["debian-12", "on"]);
    expect(cells).toContainEqual(["linux-4.4", "unavailable"]);
  });

  it("moves the VM to its machine type and host, and leaves the rest", () => {
    const there = moved(
      { ...DEFAULT_SELECTION, host: { ...DEFAULT_SELECTION.host, smt: true } },
      { id: "", label: "", machine: "pc-q35-6.2" },
      { id: "", label: "", host: { kernel: "6.12", vendor: "intel", hyperv: true } },
    );
    expect(there).toEqual({
      ...DEFAULT_SELECTION,
      machine: "pc-q35-6.2",
      host: { kernel: "6.12", vendor: "intel", hyperv: true, smt: true },
    });
  });
});

describe("the cube in small", () => {
  it("has one table a kind of CPU model, and base sees nothing", () => {
    const model = cubeModel(catalog, DEFAULT_SELECTION);
    expect(model.tables.map((table) => table.title)).toEqual(["named models", "host", "max", "base"]);
    expect(model.tables[0]?.isCurrent).toBe(true);
    const counts = (index: number) => new Set(model.tables[index]?.cells[0]?.map((cell) => cell.seen));
    expect(counts(3)).toEqual(new Set([0]));
    expect(Math.max(...counts(1))).toBeGreaterThan(Math.max(...counts(0)));
    expect(model.points).toBeGreaterThan(1_000_000);
  });

  it("does not depend on the flags", () => {
    const flagged: Selection = {
      ...DEFAULT_SELECTION,
      overrides: [{ property: "hv-time", form: "value", value: "on" }],
    };
    expect(cubeModel(catalog, flagged)).toBe(cubeModel(catalog, DEFAULT_SELECTION));
  });
});
