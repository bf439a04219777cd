// The arrow keys of a list: from the search box into the rows, and from row to row.
const ROWS = "tbody tr td:first-child a[data-page]";

/** Moves the focus to the row that a key leads to; false for other keys. */
export function stepRow(table: HTMLElement, key: string): boolean {
  const links = [...table.querySelectorAll<HTMLElement>(ROWS)];
  const row = document.activeElement?.closest("tr");
  const at = links.findIndex((link) => link.closest("tr") === row);
  const to = target(key, at, links.length);
  if (to === undefined || at < 0) return false;
  links[to]?.focus();
  return true;
}

function target(key: string, at: number, count: number): number | undefined {
  if (key === "ArrowDown") return Math.min(count - 1, at + 1);
  if (key === "ArrowUp") return Math.max(0, at - 1);
  if (key === "Home") return 0;
  if (key === "End") return count - 1;
  return undefined;
}

/** The first row of the list that a search box narrows. */
export const firstRow = (from: HTMLElement): HTMLElement | undefined =>
  from.closest("section")?.querySelector<HTMLElement>(ROWS) ?? undefined;
