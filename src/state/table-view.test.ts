import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { AXES } from "#engine/axis.ts";
import { DEFAULT_TABLE, PRESETS, presetOf, toggled, withAxes, type TableView } from "./table-view.ts";

const axis = fc.constantFrom(...AXES);

describe("the axes of the table", () => {
  it("are never the same", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(axis, axis), { maxLength: 8 }), (steps) => {
        const table = steps.reduce((now, [rows, columns]) => withAxes(now, rows, columns), DEFAULT_TABLE);
        expect(table.rows).not.toBe(table.columns);
      }),
    );
  });

  const full: TableView = {
    ...DEFAULT_TABLE,
    pickedRows: ["@kvm"],
    pinnedColumns: ["debian-12"],
    toggledColumns: ["fedora"],
    sort: "linux-6.1",
    mark: "kvm-pv-eoi|debian-12",
  };

  it("take their picks and pins along when they swap", () => {
    expect(withAxes(full, "host", "feature")).toEqual({
      ...full,
      rows: "host",
      columns: "feature",
      pickedRows: [],
      pickedColumns: ["@kvm"],
      pinnedRows: ["debian-12"],
      pinnedColumns: [],
      toggledRows: ["fedora"],
      toggledColumns: [],
      sort: "",
      mark: "debian-12|kvm-pv-eoi",
    });
    const there = withAxes(full, "host", "feature");
    expect({ ...withAxes(there, "feature", "host"), sort: full.sort }).toEqual(full);
  });

  it("lose what belongs to the axis that goes", () => {
    const other = withAxes(full, "feature", "qemu");
    expect(other).toMatchObject({ pickedRows: ["@kvm"], pinnedColumns: [], toggledColumns: [], sort: "", mark: "" });
  });

  it("asking for the axis of the other side swaps", () => {
    expect(withAxes(DEFAULT_TABLE, "host", "host")).toMatchObject({ rows: "host", columns: "feature" });
  });
});

describe("presets", () => {
  it("are recognised, and have two axes each", () => {
    for (const preset of PRESETS) {
      const table = { ...DEFAULT_TABLE, ...preset.table };
      expect(presetOf(table)?.id).toBe(preset.id);
      expect(table.rows).not.toBe(table.columns);
    }
    expect(presetOf({ ...DEFAULT_TABLE, fold: false })).toBeUndefined();
  });
});

it("an item is put in, and taken out again", () => {
  expect(toggled(["a", "b"], "c")).toEqual(["a", "b", "c"]);
  expect(toggled(["a", "b"], "a")).toEqual(["b"]);
});
