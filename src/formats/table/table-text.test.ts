import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Result } from "#base/result.ts";
import { parseCsv } from "./csv-records.ts";
import { jsonFault } from "./json-fault.ts";
import { parseTableCsv, printTableCsv } from "./table-csv.ts";
import { parseTableJson, printTableJson } from "./table-json.ts";
import { printTableMarkdown } from "./table-markdown.ts";
import { TABLE_STATES, type CountCell, type TableText, type VerdictCell } from "./table-text.ts";

/** Text that has been trouble somewhere. */
const nasty = fc.constantFrom(
  "=1+1",
  "+kvm",
  "-kvm",
  "@SUM(A1)",
  "'=x",
  "''-1",
  "6.10",
  "1/2",
  "1e5",
  'a "b"',
  "a;b",
  "a; b",
  "\\",
);
const text = fc.oneof(
  fc.string(),
  fc.string({ unit: "binary" }),
  nasty,
  fc.constantFrom("a,b", "a\r\nb", " a ", "\tx", "ID"),
);
const name = text.filter((value) => value !== "");
const members = fc.option(fc.array(name, { minLength: 1, maxLength: 4 }), { nil: undefined });
const lineOf = fc
  .record({ id: name, label: text, members })
  .map(({ members: names, ...rest }) => (names ? { ...rest, members: names } : rest));
const count = fc.nat(40);
const verdict: fc.Arbitrary<VerdictCell> = fc.record({ state: fc.constantFrom(...TABLE_STATES), shown: fc.boolean() });
const counted: fc.Arbitrary<CountCell> = fc.record({
  state: fc.constantFrom(...TABLE_STATES),
  shown: fc.boolean(),
  seen: count,
  possible: count,
  total: fc.oneof(fc.constant(39), count),
  unknown: fc.oneof(fc.constant(0), count),
});
const plain: fc.Arbitrary<CountCell> = fc
  .constantFrom("no-start" as const, "unknown" as const)
  .map((state) => ({ state, shown: false, seen: 0, possible: 0, total: 39, unknown: state === "unknown" ? 39 : 0 }));

const tableOf = (cell: fc.Arbitrary<VerdictCell>): fc.Arbitrary<TableText> =>
  fc.tuple(fc.nat(5), fc.nat(5)).chain(([width, height]) =>
    fc.record({
      title: text,
      permalink: fc.webUrl({ withFragments: true }),
      catalogue: text,
      corner: text,
      columns: fc.array(lineOf, { minLength: width, maxLength: width }),
      rows: fc.array(
        fc.tuple(lineOf, text).map(([row, group]) => ({ ...row, group })),
        { minLength: height, maxLength: height },
      ),
      cells: fc.array(fc.array(cell, { minLength: width, maxLength: width }), { minLength: height, maxLength: height }),
    }),
  );
const tables = fc.oneof(tableOf(verdict), tableOf(fc.oneof(counted, plain)), tableOf(plain));

const TABLE: TableText = {
  title: "Features × host",
  permalink: "https://flipbit.example/#v=1&rows=machine",
  catalogue: "1, 2026-11-22",
  corner: "Machine type",
  columns: [
    { id: "linux-6.10", label: "6.10" },
    { id: "rhel-9.6", label: "RHEL 9.6", members: ["RHEL 9.6", "Alma | 9.6"] },
  ],
  rows: [
    { id: "pc-q35-7.2", label: "pc-q35-7.2 … 11.1", group: "q35", members: ["pc-q35-7.2", "pc-q35-11.1"] },
    { id: "microvm", label: "=microvm", group: "microvm" },
  ],
  cells: [
    [
      { state: "default", shown: false, seen: 6, possible: 13, total: 39, unknown: 0 },
      { state: "default", shown: false, seen: 6, possible: 13, total: 39, unknown: 2 },
    ],
    [
      { state: "no-start", shown: false, seen: 0, possible: 0, total: 39, unknown: 0 },
      { state: "unknown", shown: false, seen: 0, possible: 0, total: 39, unknown: 39 },
    ],
  ],
};

const PAIRS = [
  ["CSV", printTableCsv, parseTableCsv],
  ["JSON", printTableJson, parseTableJson],
] as const;

for (const [format, print, parse] of PAIRS) {
  describe(format, () => {
    it("read again is the same table", () => {
      fc.assert(
        fc.property(tables, (table) => {
          expect(parse(print(table))).toEqual({ ok: true, value: table });
        }),
        { numRuns: 400 },
      );
    });

    it("survives any damage without throwing", () => {
      const good = print(TABLE);
      fc.assert(
        fc.property(fc.nat(good.length), fc.nat(good.length), fc.string(), (a, b, put) => {
          const damaged = good.slice(0, Math.min(a, b)) + put + good.slice(Math.max(a, b));
          const result = parse(damaged);
          expect(result.ok || result.issues.length > 0).toBe(true);
        }),
      );
      fc.assert(fc.property(fc.string(), (anything) => !parse(anything).ok));
    });
  });
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

const issues = (result: Result<unknown>) => (result.ok ? [] : result.issues);

describe("CSV", () => {
  const csv = printTableCsv(TABLE);

  it("is RFC 4180: CRLF, and as many fields in every line", () => {
    expect(csv.replaceAll("\r\n", "")).not.toMatch(/[\r\n]/);
    const parsed = parseCsv(csv);
    expect(parsed.ok && new Set(parsed.value.map((record) => record.length))).toEqual(new Set([6]));
    expect(csv.split("\r\n").slice(0, 3)).toEqual([
      "Machine type,Id,Group,Members,'6.10,RHEL 9.6",
      'pc-q35-7.2 … 11.1,pc-q35-7.2,q35,pc-q35-7.2; pc-q35-11.1,6 of 13,"6 of 13, 2 unknown"',
      "'=microvm,microvm,microvm,,no start,unknown",
    ]);
    expect(csv).toContain("Counted features,39,");
    expect(csv).toContain(`Link,${TABLE.permalink},`);
  });

  it("gives a spreadsheet no formula to run", () => {
    fc.assert(
      fc.property(tables, (table) => {
        const raw = printTableCsv(table);
        const firsts = [...raw.matchAll(/(?:^|,|\r\n)"?([=+@\t-])/g)].filter(({ index }) => isFieldStart(raw, index));
        expect(firsts.map(([found]) => found)).toEqual([]);
      }),
      { numRuns: 200 },
    );
  });

  it("opens again with a byte order mark, with LF alone, and with fewer empty fields", () => {
    const value = { ok: true, value: TABLE };
    expect(parseTableCsv(`\uFEFF${csv}`)).toEqual(value);
    expect(parseTableCsv(csv.replaceAll("\r\n", "\n"))).toEqual(value);
    expect(parseTableCsv(csv.replaceAll(/,+\r\n/g, "\r\n"))).toEqual(value);
  });

  it("says where it is wrong", () => {
    const bad = csv.replace("6 of 13", "6 or 13");
    expect(issues(parseTableCsv(bad))).toEqual([
      { rule: "table-word", message: expect.any(String), where: "line 2", offset: bad.indexOf("6 or 13"), length: 7 },
    ]);
    const quote = csv.indexOf('"6 of');
    expect(issues(parseTableCsv(csv.slice(0, quote + 8)))).toMatchObject([
      { rule: "csv-quote", where: "line 2", offset: quote },
    ]);
    expect(issues(parseTableCsv(csv.replace('unknown"', 'unknown"x')))).toMatchObject([{ rule: "csv-quote" }]);
    expect(issues(parseTableCsv("a,b\r\n"))).toMatchObject([{ rule: "table-shape" }]);
    const lacking = csv.replace("Column,rhel-9.6", "Colum,rhel-9.6");
    expect(issues(parseTableCsv(lacking))).toMatchObject([{ rule: "table-column", where: "line 1" }]);
  });
});

/** Whether a match is at the start of a field, and not inside a quoted one. */
const isFieldStart = (raw: string, at: number): boolean => (raw.slice(0, at).split('"').length - 1) % 2 === 0;

describe("JSON", () => {
  it("is found wrong when, and only when, JSON.parse finds it wrong", () => {
    const good = printTableJson(TABLE);
    fc.assert(
      fc.property(fc.nat(good.length), fc.oneof(fc.string(), fc.json()), fc.nat(20), (at, put, cut) => {
        for (const text of [put, good.slice(0, at) + put + good.slice(at + cut)]) {
          const fault = jsonFault(text);
          expect(fault === undefined).toBe(isJson(text));
          expect(isJson(text.slice(0, fault)) && fault !== undefined && text.slice(fault).trim() === "").toBe(false);
        }
      }),
    );
    expect([jsonFault('{"a": }'), jsonFault("[1,]"), jsonFault('["x'), jsonFault("[] 1"), jsonFault("")]).toEqual([
      6, 3, 1, 3, 0,
    ]);
  });

  it("says where it is wrong, all of it", () => {
    const bad = printTableJson(TABLE)
      .replace('"state":"no-start"', '"state":"nonesuch"')
      .replace('"seen":6', '"seen":-1');
    expect(issues(parseTableJson(bad)).map((issue) => issue.where)).toEqual([
      "rows[0].cells[0].seen",
      "rows[1].cells[0].state",
    ]);
    expect(issues(parseTableJson('{"format": }'))).toMatchObject([{ rule: "json", offset: 11 }]);
    expect(issues(parseTableJson(printTableJson({ ...TABLE, columns: [] })))).toMatchObject([
      { where: "rows[0].cells" },
      { where: "rows[1].cells" },
    ]);
  });

  it("holds the words, the legend and who made it", () => {
    const document: unknown = JSON.parse(printTableJson(TABLE));
    expect(document).toMatchObject({
      title: TABLE.title,
      permalink: TABLE.permalink,
      catalogue: TABLE.catalogue,
      legend: { "opt-in": expect.stringContaining("one flag") },
      rows: [{ cells: [{ text: "6 of 13" }, { text: "6 of 13, 2 unknown" }] }, { cells: [{ text: "no start" }, {}] }],
    });
  });
});

describe("Markdown", () => {
  it("is a table with everything around it", () => {
    expect(printTableMarkdown(TABLE)).toBe(
      [
        "### Features × host",
        "",
        "| Machine type | Group | 6.10 | RHEL 9.6 |",
        "| --- | --- | --- | --- |",
        "| pc-q35-7.2 … 11.1 | q35 | 6 of 13 | 6 of 13, 2 unknown |",
        "| =microvm | microvm | no start | unknown |",
        "",
        "Folded, since all of a line are the same:",
        "",
        String.raw`- **RHEL 9.6**: RHEL 9.6, Alma \| 9.6`,
        "- **pc-q35-7.2 … 11.1**: pc-q35-7.2, pc-q35-11.1",
        "",
        "- **6 of 13**: so many are seen of those that could be; 39 in all",
        "- **unknown**: nobody has found out",
        "- **no start**: the VM does not start",
        "",
        "<https://flipbit.example/#v=1&rows=machine>  ",
        "1, 2026-11-22",
        "",
      ].join("\n"),
    );
  });

  it("has as many cells in every line, whatever they hold", () => {
    fc.assert(
      fc.property(tables, (table) => {
        const lines = printTableMarkdown(table)
          .split("\n")
          .filter((line) => line.startsWith("| "));
        const widths = lines.map((line) => line.replaceAll(/\\./g, "").split("|").length);
        expect(lines).toHaveLength(table.rows.length + 2);
        expect(new Set(widths).size).toBe(1);
      }),
    );
  });
});
