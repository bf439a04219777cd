// The table as GitHub writes tables in Markdown, with what is folded, the legend and the link below.
import { cellWord } from "./cell-words.ts";
import { commonTotal, LEGEND, TABLE_STATES, type TableColumn, type TableText } from "./table-text.ts";

/** Text that Markdown takes as it stands: one line, nothing that it would make a mark of. */
const escaped = (text: string): string =>
  text
    .replaceAll(/\s*[\r\n]+\s*/g, " ")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(/[\\|*_`[\]~]/g, String.raw`\$&`);

const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;

/** Prints a table as Markdown. */
export function printTableMarkdown(table: TableText): string {
  const { columns, rows } = table;
  const total = commonTotal(table);
  const hasGroups = rows.some((row) => row.group !== "");
  const head = [table.corner, ...(hasGroups ? ["Group"] : []), ...columns.map((column) => column.label)];
  const body = rows.map((row, index) => [
    row.label,
    ...(hasGroups ? [row.group] : []),
    ...(table.cells[index] ?? []).map((cell) => cellWord(cell, total)),
  ]);
  const used = new Set(table.cells.flat().map((cell) => cell.state));
  const counted =
    total === undefined ? [] : [`- **6 of 13**: so many are seen of those that could be; ${total} in all`];
  const legend = TABLE_STATES.filter((state) => used.has(state) && !(total !== undefined && state === "default")).map(
    (state) => `- **${LEGEND[state][0]}**: ${LEGEND[state][1]}`,
  );
  const folded = [...columns, ...rows].filter((item) => (item.members?.length ?? 0) > 1).map(foldedLine);
  return [
    `### ${escaped(table.title)}`,
    [line(head.map(escaped)), line(head.map(() => "---")), ...body.map((cells) => line(cells.map(escaped)))].join("\n"),
    ...(folded.length > 0 ? [["Folded, since all of a line are the same:", "", ...folded].join("\n")] : []),
    ...(counted.length + legend.length > 0 ? [[...counted, ...legend].join("\n")] : []),
    `<${encodeURI(table.permalink).replaceAll("%25", "%")}>  \n${escaped(table.catalogue)}`,
  ]
    .join("\n\n")
    .concat("\n");
}

const foldedLine = ({ label, members = [] }: TableColumn): string =>
  `- **${escaped(label)}**: ${members.map(escaped).join(", ")}`;
