// On paper the grid is a real table, whole: in bands of columns that fit the width, each with the heads of its rows.
import type { GridHead, GridProps } from "./model.ts";
import { linesOf, spansOf, type Span } from "./lines.ts";
import styles from "./pooled-grid.module.css";

/** Letters of column heads that fit a page beside the row heads, each column being at least four wide. */
const BAND = 110;
const LEAST = 4;

/** Draws the table beside the scroller for as long as the page is printed. Returns what stops that. */
export function printWith(scroller: HTMLElement, props: () => GridProps | undefined): () => void {
  const stop = new AbortController();
  const paper = matchMedia("print");
  let drawn: HTMLElement | undefined;
  const clear = (): void => {
    drawn?.remove();
    drawn = undefined;
  };
  const draw = (): void => {
    const shown = props();
    clear();
    if (shown === undefined) return;
    drawn = printTable(shown);
    scroller.after(drawn);
  };
  addEventListener("beforeprint", draw, { signal: stop.signal });
  addEventListener("afterprint", clear, { signal: stop.signal });
  paper.addEventListener("change", () => (paper.matches ? draw() : clear()), { signal: stop.signal });
  return () => {
    stop.abort();
    clear();
  };
}

/** Columns `first` up to, not including, `end`, cut so that each band fits a page. */
export function bandsOf(columns: readonly GridHead[], room = BAND): { first: number; end: number }[] {
  const bands: { first: number; end: number }[] = [];
  let used = Infinity;
  columns.forEach((head, index) => {
    const needs = Math.max(head.label.length, head.note?.length ?? 0, LEAST);
    const band = bands.at(-1);
    if (band === undefined || used + needs > room) {
      bands.push({ first: index, end: index + 1 });
      used = needs;
    } else {
      band.end = index + 1;
      used += needs;
    }
  });
  return bands;
}

function printTable(props: GridProps): HTMLElement {
  const paper = element("div", styles.paper);
  for (const band of bandsOf(props.model.columns)) paper.append(bandTable(props, band));
  return paper;
}

interface Band {
  readonly first: number;
  readonly end: number;
}

function bandTable(props: GridProps, band: Band): HTMLElement {
  const { model } = props;
  const table = element("table", styles.paperTable);
  const head = element("thead");
  const body = element("tbody");
  table.setAttribute("aria-label", props.label);
  table.append(head, body);
  const spans = spansOf(model.columns, model.columnGroups);
  if (spans.some(({ group }) => model.columnGroups[group]?.title !== "")) head.append(groupRow(props, band, spans));
  const heads = element("tr");
  heads.append(headCell("col", props.corner));
  for (let column = band.first; column < band.end; column += 1)
    heads.append(headCell("col", model.columns[column]?.label ?? "", model.columns[column]?.note));
  head.append(heads);
  for (const { kind, index } of linesOf(model.rows, model.rowGroups))
    body.append(kind === "group" ? titleRow(props, band, index) : cellRow(props, band, index));
  return table;
}

function titleRow({ model }: GridProps, band: Band, index: number): HTMLElement {
  const row = element("tr");
  const title = headCell("rowgroup", model.rowGroups[index]?.title ?? "");
  title.colSpan = band.end - band.first + 1;
  row.append(title);
  return row;
}

function cellRow({ model, cellClass }: GridProps, band: Band, index: number): HTMLElement {
  const row = element("tr");
  row.append(headCell("row", model.rows[index]?.label ?? "", model.rows[index]?.note));
  for (let column = band.first; column < band.end; column += 1) {
    const shown = model.cell(index, column);
    const tile = element("div", cellClass, shown.text);
    tile.dataset["look"] = shown.look;
    if (shown.small !== undefined) tile.append(element("small", undefined, shown.small));
    if (shown.heat !== undefined) tile.style.setProperty("--heat", `${shown.heat}%`);
    if (shown.current === true) tile.setAttribute("aria-selected", "true");
    const cell = element("td");
    cell.append(tile);
    row.append(cell);
  }
  return row;
}

function groupRow({ model }: GridProps, band: Band, spans: readonly Span[]): HTMLElement {
  const row = element("tr");
  row.append(element("td"));
  let next = band.first;
  for (const { group, first, end } of spans) {
    const [from, to] = [Math.max(first, band.first), Math.min(end, band.end)];
    if (to <= from) continue;
    if (from > next) row.append(spanned("", from - next));
    row.append(spanned(model.columnGroups[group]?.title ?? "", to - from));
    next = to;
  }
  return row;
}

function spanned(text: string, columns: number): HTMLElement {
  const cell = headCell("colgroup", text);
  cell.colSpan = columns;
  return cell;
}

function headCell(scope: string, text: string, note?: string): HTMLTableCellElement {
  const cell = document.createElement("th");
  cell.scope = scope;
  cell.textContent = text;
  if (note) cell.append(element("small", undefined, ` ${note}`));
  return cell;
}

function element(tag: string, className?: string, text = ""): HTMLElement {
  const made = document.createElement(tag);
  if (className !== undefined) made.className = className;
  made.textContent = text;
  return made;
}
