// The visible part of the matrix as a table of words, to be taken elsewhere: what CSV, Markdown and JSON print, and read again.

export const TABLE_STATES = ["default", "on", "opt-in", "args", "unavailable", "unknown", "no-start"] as const;
export type TableState = (typeof TABLE_STATES)[number];

/** The verdict of one feature. */
export interface VerdictCell {
  readonly state: TableState;
  /** Whether the guest sees it, the flags of the VM counted in. */
  readonly shown: boolean;
}

/** How many features of a set are seen. */
export interface CountCell extends VerdictCell {
  readonly seen: number;
  readonly possible: number;
  readonly total: number;
  readonly unknown: number;
}

export interface TableColumn {
  readonly id: string;
  readonly label: string;
  /** Names of all that is folded into it; at least one where given. */
  readonly members?: readonly string[];
}

export interface TableRow extends TableColumn {
  readonly group: string;
}

/** Ids and members' names are not empty; every row has a cell for each column, and all cells are of one kind. */
export interface TableText {
  readonly title: string;
  readonly permalink: string;
  /** Version and date of the catalogue. */
  readonly catalogue: string;
  /** What the rows are, as the corner of the table says it. */
  readonly corner: string;
  readonly columns: readonly TableColumn[];
  readonly rows: readonly TableRow[];
  readonly cells: readonly (readonly VerdictCell[])[] | readonly (readonly CountCell[])[];
}

/** Each state's words and what they mean, in the order of the legend. */
export const LEGEND: Readonly<Record<TableState, readonly [word: string, meaning: string]>> = {
  default: ["on", "seen by default"],
  on: ["on by a flag", "seen because the VM asks for it"],
  "opt-in": ["one flag", "not seen, a flag would show it"],
  args: ["QEMU arguments only", "a flag would show it, but this libvirt has no element for it"],
  unavailable: ["not here", "no flag shows it on this host, QEMU and machine type"],
  unknown: ["unknown", "nobody has found out"],
  "no-start": ["no start", "the VM does not start"],
};

/** The one total of a table of counts; undefined for verdicts, for no cells, or where totals differ. */
export function commonTotal({ cells }: Pick<TableText, "cells">): number | undefined {
  const totals = new Set(cells.flat().map((cell) => ("total" in cell ? cell.total : undefined)));
  return totals.size === 1 ? [...totals][0] : undefined;
}
