// The table as JSON: cells as objects, each with the word that people read; read again with the path of whatever is wrong.
import { fail, ok, type Issue, type Result } from "#base/result.ts";
import { cellWord } from "./cell-words.ts";
import { jsonFault } from "./json-fault.ts";
import {
  commonTotal,
  LEGEND,
  TABLE_STATES,
  type CountCell,
  type TableColumn,
  type TableRow,
  type TableText,
  type VerdictCell,
} from "./table-text.ts";

const FORMAT = "flipbit-table";

/** Prints a table as JSON, a line for each row's cells. */
export function printTableJson(table: TableText): string {
  const total = commonTotal(table);
  const { title, permalink, catalogue, corner, columns } = table;
  const legend = Object.fromEntries(TABLE_STATES.map((state) => [state, LEGEND[state].join(": ")]));
  const rows = table.rows.map((row, index) => ({
    ...row,
    cells: (table.cells[index] ?? []).map((cell) => ({ text: cellWord(cell, total), ...cell })),
  }));
  const list = (items: readonly unknown[]): string => items.map((item) => `\n    ${JSON.stringify(item)}`).join(",");
  const head = JSON.stringify({ format: FORMAT, version: 1, title, permalink, catalogue, legend, corner }, null, 2);
  return `${head.slice(0, -2)},\n  "columns": [${list(columns)}\n  ],\n  "rows": [${list(rows)}\n  ]\n}\n`;
}

/** Reads what `printTableJson` printed. Issues name the path inside the document, or the offset where it is no JSON. */
export function parseTableJson(text: string): Result<TableText> {
  const fault = jsonFault(text);
  if (fault !== undefined) return fail({ rule: "json", message: "This is no JSON from here on.", offset: fault });
  const root = new Reader(JSON.parse(text), "");
  if (root.text("format") !== FORMAT || root.get("version") !== 1)
    return fail({ rule: "table-shape", message: "This is not a table of Flipbit's.", where: "format" });
  const columns = root.list("columns").map(lineOf);
  const read = root.list("rows").map((row) => ({ row: rowOf(row), cells: row.list("cells").map(cellOf), at: row }));
  for (const { cells, at } of read)
    if (cells.length !== columns.length) at.wrong("cells", `${columns.length} cells belong here.`);
  const [title, permalink] = [root.text("title"), root.text("permalink")];
  const [catalogue, corner] = [root.text("catalogue"), root.text("corner")];
  if (root.issues.length > 0) return { ok: false, issues: root.issues };
  return ok({
    title,
    permalink,
    catalogue,
    corner,
    columns,
    rows: read.map(({ row }) => row),
    cells: read.map(({ cells }) => cells),
  });
}

function lineOf(at: Reader): TableColumn {
  const members = at.get("members") === undefined ? {} : { members: at.strings("members") };
  return { id: at.text("id"), label: at.text("label"), ...members };
}

const rowOf = (at: Reader): TableRow => ({ ...lineOf(at), group: at.text("group") });

function cellOf(at: Reader): VerdictCell | CountCell {
  const found = TABLE_STATES.find((state) => state === at.get("state"));
  if (found === undefined) at.wrong("state", `One of ${TABLE_STATES.join(", ")} belongs here.`);
  const verdict = { state: found ?? ("unknown" as const), shown: at.flag("shown") };
  if (at.get("seen") === undefined) return verdict;
  const [seen, possible] = [at.count("seen"), at.count("possible")];
  return { ...verdict, seen, possible, total: at.count("total"), unknown: at.count("unknown") };
}

/** Reads the fields of one object and notes all that is not as it should be. */
class Reader {
  readonly issues: Issue[];
  private readonly value: unknown;
  private readonly path: string;

  constructor(value: unknown, path: string, issues: Issue[] = []) {
    this.value = value;
    this.path = path;
    this.issues = issues;
  }

  get(name: string): unknown {
    return typeof this.value === "object" && this.value !== null
      ? (this.value as Readonly<Record<string, unknown>>)[name]
      : undefined;
  }

  wrong(name: string, message: string): void {
    this.issues.push({ rule: "table-field", message, where: this.path === "" ? name : `${this.path}.${name}` });
  }

  text(name: string): string {
    const value = this.get(name);
    if (typeof value === "string") return value;
    this.wrong(name, "Text belongs here.");
    return "";
  }

  flag(name: string): boolean {
    const value = this.get(name);
    if (typeof value !== "boolean") this.wrong(name, "true or false belongs here.");
    return value === true;
  }

  count(name: string): number {
    const value = this.get(name);
    if (typeof value === "number" && Number.isInteger(value) && value >= 0) return value;
    this.wrong(name, "A whole number belongs here.");
    return 0;
  }

  strings(name: string): readonly string[] {
    return this.items(name).filter((item, index): item is string => {
      if (typeof item !== "string") this.wrong(`${name}[${index}]`, "Text belongs here.");
      return typeof item === "string";
    });
  }

  list(name: string): readonly Reader[] {
    const path = this.path === "" ? name : `${this.path}.${name}`;
    return this.items(name).map((item, index) => new Reader(item, `${path}[${index}]`, this.issues));
  }

  private items(name: string): readonly unknown[] {
    const value: unknown = this.get(name);
    if (Array.isArray(value)) return value;
    this.wrong(name, "A list belongs here.");
    return [];
  }
}
