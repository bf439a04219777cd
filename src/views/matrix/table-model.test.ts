import { describe, expect, it } from "vitest";
import * as fc from "fast-check";
import { AXES } from "#engine/axis.ts";
import type { Selection } from "#engine/selection.ts";
import { DEFAULT_SELECTION } from "#state/default-selection.ts";
import { DEFAULT_TABLE, PRESETS, type TableView } from "#state/table-view.ts";
import { realCatalog } from "#testing/catalog.ts";
import { summary } from "./summary.ts";
import { askedFeature, tableModel, type TableModel } from "./table-model.ts";

const catalog = realCatalog();

const tableOf = (patch: Partial<TableView>): TableView => ({ ...DEFAULT_TABLE, ...patch });
const model = (patch: Partial<TableView>, selection: Selection = DEFAULT_SELECTION): TableModel => {
  const table = tableOf(patch);
  return tableModel(catalog, selection, "linux", table, askedFeature(table, "kvm-asyncpf-int"));
};
const linesOf = ({ lines }: TableModel, side: "rows" | "columns") => lines[side].flatMap((group) => group.lines);
const labels = (table: TableModel, side: "rows" | "columns") => linesOf(table, side).map((line) => line.id);

describe("the columns", () => {
  it("are all upstream kernels, the selection's own platform, and the newest of each other family", () => {
    const { lines, columns } = model({});
    expect(lines.columns.map((group) => group.id).slice(0, 2)).toEqual(["linux", "debian"]);
    expect(lines.columns.find((group) => group.id === "fedora")).toMatchObject({ isOpen: false });
    expect(lines.columns.find((group) => group.id === "fedora")?.lines).toHaveLength(1);
    expect(columns.groups.find((group) => group.id === "fedora")?.hidden).toBeGreaterThan(0);
    expect(columns.current).toBe("debian-12");
  });

  it("show every host of a family that was opened, and every kernel of a fold", () => {
    const folded = model({});
    const fold = linesOf(folded, "columns").find((line) => line.members.length > 1 && line.group === "linux");
    if (fold === undefined) throw new Error("no folded kernels");
    const opened = model({ toggledColumns: ["@fedora", fold.id] });
    expect(opened.columns.groups.find((group) => group.id === "fedora")?.hidden).toBe(0);
    for (const member of fold.members) expect(labels(opened, "columns")).toContain(member.id);
    expect(linesOf(opened, "columns").find((line) => line.id === fold.id)?.isOpen).toBe(true);
  });

  it("of a closed family of upstream kernels are few", () => {
    expect(labels(model({ toggledColumns: ["@linux"] }), "columns").filter((id) => id.startsWith("linux-"))).toEqual(
      [],
    );
  });
});

describe("the rows", () => {
  it("of features stand under their families, that of the guest first", () => {
    const { lines } = model({});
    expect(lines.rows.map((group) => group.title).slice(0, 2)).toEqual(["Native KVM", "Hyper-V"]);
    expect(lines.rows[0]?.lines.map((line) => line.id)).toContain("kvm-asyncpf-int");
  });

  it("of machine types fold where nothing in sight tells them apart", () => {
    const table = model({ rows: "machine" });
    const q35 = table.lines.rows[0];
    expect(q35?.title).toBe("Q35 PC");
    const own = q35?.lines.find((line) => line.isCurrent);
    expect(own?.members.map((member) => member.id)).toContain("pc-q35-7.2");
    expect(own?.members.length).toBeGreaterThan(3);
  });

  it("newest first are the other way round, within their groups", () => {
    const [old, young] = [model({ rows: "qemu", fold: false }), model({ rows: "qemu", fold: false, newest: true })];
    expect(labels(young, "rows")).toEqual(labels(old, "rows").toReversed());
  });
});

describe("what is in sight", () => {
  it("is what was picked: points and whole groups", () => {
    const table = model({ pickedRows: ["@hyperv", "kvmclock"], pickedColumns: ["rhel-9.6", "debian-12"], fold: false });
    expect(new Set(linesOf(table, "rows").map((line) => line.group))).toEqual(new Set(["kvm", "hyperv"]));
    expect(table.lines.rows.find((group) => group.id === "kvm")?.lines.map((line) => line.id)).toEqual(["kvmclock"]);
    expect(labels(table, "columns").toSorted()).toEqual(["debian-12", "rhel-9.6"]);
  });

  it("is of the days that are looked at", () => {
    const then = model({ columns: "qemu", fold: false, today: "2020-12-31" });
    expect(labels(then, "columns").at(-1)).toBe("5.2");
    const features = model({ columns: "qemu", today: "2020-12-31" });
    expect(labels(features, "rows")).toContain("kvm-asyncpf-int");
    expect(labels(model({ columns: "qemu", today: "2019" }), "rows")).not.toContain("kvm-asyncpf-int");
    expect(labels(model({ rows: "qemu", columns: "feature", fold: false, since: "2024" }), "rows")[0]).toBe("9.0");
  });

  it("is of the families that are counted", () => {
    const counted = model({ rows: "machine", families: ["hyperv"] });
    const total = counted.matrix.cell(0, 0).total;
    expect(total).toBe(model({ families: ["hyperv"] }).matrix.rows.length);
    expect(total).toBeLessThan(model({}).matrix.rows.length);
  });

  it("may be nothing", () => {
    const none = model({ pickedRows: ["no-such-feature"] });
    expect(linesOf(none, "rows")).toEqual([]);
    expect(summary(none.matrix, "feature", "host")).toContain("No features in sight.");
  });
});

describe("differs only", () => {
  it("keeps the features that change along the other axis, and one line of each kind of machine type", () => {
    const table = model({ rows: "machine", columns: "feature", differs: true });
    expect(labels(table, "columns")).toEqual(["kvm-msi-ext-dest-id"]);
    expect(linesOf(table, "rows").length).toBeLessThan(6);
    expect(summary(table.matrix, "machine", "feature")).toMatch(/113 machine types, but only \d kinds/);
  });
});

describe("any table", { timeout: 60_000 }, () => {
  const tables = fc
    .record({
      axes: fc.tuple(fc.constantFrom(...AXES), fc.constantFrom(...AXES)).filter(([a, b]) => a !== b),
      cells: fc.constantFrom("counts" as const, "feature" as const),
      fold: fc.boolean(),
      newest: fc.boolean(),
      today: fc.constantFrom("", "2021", "2018-06"),
    })
    .map(({ axes: [rows, columns], ...rest }): Partial<TableView> => ({ rows, columns, ...rest }));

  it("holds the same verdicts folded and unfolded", () => {
    fc.assert(
      fc.property(tables, (patch) => {
        const table = model({ ...patch, fold: true });
        const plain = model({ ...patch, fold: false });
        const cells = (of: TableModel): Map<string, string> =>
          new Map(
            linesOf(of, "rows").flatMap((row) =>
              linesOf(of, "columns").flatMap((column) =>
                row.members.flatMap((a) =>
                  column.members.map((b): [string, string] => [
                    `${a.id}|${b.id}`,
                    JSON.stringify(of.matrix.cell(row.index, column.index)),
                  ]),
                ),
              ),
            ),
          );
        const [folded, unfolded] = [cells(table), cells(plain)];
        expect(folded.size).toBe(unfolded.size);
        for (const [place, cell] of unfolded) if (folded.get(place) !== cell) throw new Error(`${place}: ${cell}`);
      }),
      { numRuns: 25 },
    );
  });

  it("is said in words", () => {
    for (const { table } of PRESETS) {
      const { rows, columns } = tableOf(table);
      expect(summary(model(table).matrix, rows, columns)).toMatch(/^.{20,}\.$/);
    }
  });
});
