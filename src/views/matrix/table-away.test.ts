import { describe, expect, it } from "vitest";
import type { Selection } from "#engine/selection.ts";
import { parseTableCsv, printTableCsv } from "#formats/table/table-csv.ts";
import { parseTableJson, printTableJson } from "#formats/table/table-json.ts";
import { DEFAULT_SELECTION } from "#state/default-selection.ts";
import { DEFAULT_TABLE, type TableView } from "#state/table-view.ts";
import { realCatalog } from "#testing/catalog.ts";
import { drawnTable } from "./grid-model.ts";
import { tableText } from "./table-away.ts";
import { askedFeature, tableModel } from "./table-model.ts";

const catalog = realCatalog();
const FLAGGED: Selection = {
  ...DEFAULT_SELECTION,
  overrides: [
    { property: "kvm-asyncpf-int", form: "plus", value: "on" },
    { property: "kvm-pv-eoi", form: "minus", value: "off" },
  ],
};

function away(patch: Partial<TableView>, selection: Selection) {
  const table = { ...DEFAULT_TABLE, ...patch };
  const { matrix, lines } = tableModel(catalog, selection, "linux", table, askedFeature(table, "kvm-asyncpf-int"));
  const side = (groups: typeof lines.rows) => ({
    lines: groups.flatMap((group) => group.lines),
    pinned: new Set<string>(),
    groups,
  });
  const ordered = { rows: side(lines.rows), columns: side(lines.columns) };
  const drawn = drawnTable({ catalog, selection, matrix, table, ordered, focus: undefined });
  const text = tableText({ catalog, matrix, table, drawn, title: "A table", permalink: "https://example.org/#v=1" });
  return { text, matrix, drawn };
}

describe("the table that is taken away", () => {
  const tables: readonly Partial<TableView>[] = [
    {},
    { rows: "machine" },
    { rows: "host", columns: "qemu", cells: "feature" },
    { rows: "feature", columns: "libvirt" },
    { rows: "cpu", columns: "feature", fold: false },
  ];

  it.each(tables)("%j holds the verdicts in sight, and is read again as such", (patch) => {
    for (const selection of [DEFAULT_SELECTION, FLAGGED]) {
      const { text, matrix, drawn } = away(patch, selection);
      expect(parseTableCsv(printTableCsv(text))).toEqual({ ok: true, value: text });
      expect(parseTableJson(printTableJson(text))).toEqual({ ok: true, value: text });
      text.cells.forEach((cells, row) =>
        cells.forEach((cell, column) => {
          const value = matrix.cell(drawn.rows[row]?.index ?? 0, drawn.columns[column]?.index ?? 0);
          const [written, computed] = "seen" in cell ? [cell.seen, value.seen] : [cell.shown, value.shown];
          expect(written).toBe(computed);
        }),
      );
    }
  });

  it("names what a flag switched", () => {
    const { text } = away({}, FLAGGED);
    const csv = printTableCsv(text);
    expect(csv).toContain("on by a flag");
    expect(csv).toContain("off by a flag");
    expect(text.columns.find((column) => column.id === "linux-4.4")?.members?.length).toBeGreaterThan(2);
  });
});
