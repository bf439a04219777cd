// The table as CSV: one head line and the rows, as any program expects; below an empty line who made it and what the words mean.
import { fail, ok, type Issue, type Result } from "#base/result.ts";
import { cellWord, parseCount, parseVerdict } from "./cell-words.ts";
import { lineAt, parseCsv, printCsv, type CsvField, type CsvRecord } from "./csv-records.ts";
import { parseMembers, printMembers } from "./member-list.ts";
import { commonTotal, LEGEND, TABLE_STATES, type TableColumn, type TableRow, type TableText } from "./table-text.ts";

const HEAD = ["Id", "Group", "Members"] as const;
const FIXED = 1 + HEAD.length;

/** Prints a table as CSV (RFC 4180). A spreadsheet that has to guess the encoding wants a byte order mark in front of the file. */
export function printTableCsv(table: TableText): string {
  const width = FIXED + table.columns.length;
  const total = commonTotal(table);
  const isCounted = table.cells.some((row) => row.some((cell) => "total" in cell));
  const records = [
    [table.corner, ...HEAD, ...table.columns.map((column) => column.label)],
    ...table.rows.map((row, index) => [
      row.label,
      row.id,
      row.group,
      printMembers(row.members),
      ...(table.cells[index] ?? []).map((cell) => cellWord(cell, total)),
    ]),
    [],
    ["Title", table.title],
    ["Link", table.permalink],
    ["Catalogue", table.catalogue],
    ...(isCounted ? [["Counted features", total === undefined ? "" : String(total)]] : []),
    ...table.columns.map((column) => ["Column", column.id, column.label, printMembers(column.members)]),
    ...(isCounted ? [["Legend", "6 of 13", "so many are seen of those that could be"]] : []),
    ...TABLE_STATES.map((state) => ["Legend", ...LEGEND[state]]),
  ];
  return printCsv(records.map((record) => [...record, ...Array.from({ length: width - record.length }, () => "")]));
}

/** Reads what `printTableCsv` printed, also after a spreadsheet saved it again; each issue has its line and offset. */
export function parseTableCsv(text: string): Result<TableText> {
  const parsed = parseCsv(text);
  if (!parsed.ok) return parsed;
  const records = parsed.value;
  const gap = records.findIndex((record) => record.every((field) => field.text === ""));
  const [head] = records;
  if (head === undefined || gap < 1 || HEAD.some((word, index) => head[index + 1]?.text !== word))
    return fail({ rule: "table-shape", message: "This is not a table of Flipbit's.", where: "line 1", offset: 0 });
  const issues: Issue[] = [];
  const problem = (rule: string, message: string, field: CsvField | undefined): void => {
    const { offset, text: own } = field ?? { offset: text.length, text: "" };
    issues.push({ rule, message, where: lineAt(text, offset), offset, length: own.length });
  };
  const notes = readNotes(records, gap + 1);
  const labels = head.slice(FIXED).map((field) => field.text);
  const columns = labels.map((label, index): TableColumn => {
    const { id, members } = notes.columns[index] ?? {};
    if (id === undefined) problem("table-column", `The note on column ${label} is missing.`, head[FIXED + index]);
    return { id: id ?? "", label, ...members };
  });
  const body = records.slice(1, gap);
  const cells = body.map((record) => {
    const words = record.slice(FIXED, FIXED + labels.length);
    if (words.length < labels.length) problem("table-shape", "Cells are missing.", record.at(-1));
    return words.map((field) => {
      const cell = notes.isCounted ? parseCount(field.text, notes.total) : parseVerdict(field.text);
      if (!cell) problem("table-word", `${field.text || "Nothing"} is no word of this table.`, field);
      return cell ?? { state: "unknown" as const, shown: false };
    });
  });
  if (issues.length > 0) return { ok: false, issues };
  const { title, permalink, catalogue } = notes;
  return ok({ title, permalink, catalogue, corner: head[0]?.text ?? "", columns, rows: body.map(rowOf), cells });
}

function rowOf(record: CsvRecord): TableRow {
  const [label = "", id = "", group = "", members = ""] = record.map((field) => field.text);
  return { id, label, group, ...parseMembers(members) };
}

interface Notes extends Pick<TableText, "title" | "permalink" | "catalogue"> {
  readonly isCounted: boolean;
  readonly total: number | undefined;
  readonly columns: readonly { readonly id: string; readonly members: ReturnType<typeof parseMembers> }[];
}

function readNotes(records: readonly CsvRecord[], from: number): Notes {
  const notes = records.slice(from).map((record) => record.map((field) => field.text));
  const valueOf = (name: string): string | undefined => notes.find(([first]) => first === name)?.[1];
  const total = valueOf("Counted features");
  return {
    title: valueOf("Title") ?? "",
    permalink: valueOf("Link") ?? "",
    catalogue: valueOf("Catalogue") ?? "",
    isCounted: total !== undefined,
    total: total === undefined || total === "" ? undefined : Number(total),
    columns: notes
      .filter(([first]) => first === "Column")
      .map(([, id = "", , members = ""]) => ({ id, members: parseMembers(members) })),
  };
}
