// A cell as a word that a person understands, and the word as a cell again.
import { LEGEND, TABLE_STATES, type CountCell, type TableState, type VerdictCell } from "./table-text.ts";

/** What is said where flags make a cell other than its state: taken away, or there all the same. */
const FLAGGED: Readonly<Record<TableState, string>> = {
  default: "off by a flag",
  on: "asked for, not seen",
  "opt-in": "one flag, given",
  args: "QEMU arguments only, given",
  unavailable: "not here, yet seen",
  unknown: "unknown, yet seen",
  "no-start": "no start, yet seen",
};

const isShownAlone = (state: TableState): boolean => state === "default" || state === "on";

function verdictWord({ state, shown }: VerdictCell): string {
  return shown === isShownAlone(state) ? LEGEND[state][0] : FLAGGED[state];
}

const VERDICTS: ReadonlyMap<string, VerdictCell> = new Map(
  TABLE_STATES.flatMap((state) =>
    [true, false].map((shown): [string, VerdictCell] => [verdictWord({ state, shown }), { state, shown }]),
  ),
);

const isCount = (cell: VerdictCell | CountCell): cell is CountCell => "seen" in cell;

/**
 * A cell in words: a verdict, or `6 of 13`, with what is unknown. A count that is nothing but its state is that state's
 * word. `total` is the table's, and left out of the words where the cell has the same.
 */
export function cellWord(cell: VerdictCell | CountCell, total: number | undefined): string {
  if (!isCount(cell)) return verdictWord(cell);
  const { seen, possible, unknown } = cell;
  const own = cell.total === total ? "" : ` (${cell.total} in all)`;
  const plain = plainCount(cell, cell.total);
  if (plain && plain.seen === seen && plain.possible === possible && plain.unknown === unknown)
    return `${verdictWord(cell)}${own}`;
  const state = cell.state === "default" && !cell.shown ? "" : `${verdictWord(cell)}: `;
  return `${state}${seen} of ${possible}${unknown > 0 ? `, ${unknown} unknown` : ""}${own}`;
}

/** The count of a point that does not start, or of which nothing is known. */
function plainCount({ state, shown }: VerdictCell, total: number): CountCell | undefined {
  if (state !== "no-start" && state !== "unknown") return undefined;
  return { state, shown, seen: 0, possible: 0, total, unknown: state === "unknown" ? total : 0 };
}

/** A verdict's word as a cell; undefined when it is none. */
export const parseVerdict = (word: string): VerdictCell | undefined => VERDICTS.get(word);

const COUNT = /^(?:([^:()]+): )?(\d+) of (\d+)(?:, (\d+) unknown)?(?: \((\d+) in all\))?$/;
const STATE_ALONE = /^([^:()]+?)(?: \((\d+) in all\))?$/;

/** A count's words as a cell; undefined when they are none. */
export function parseCount(word: string, total: number | undefined): CountCell | undefined {
  const counted = COUNT.exec(word);
  if (!counted) return parseStateAlone(word, total);
  const [, stateWord, seen, possible, unknown = "0", own] = counted;
  const all = own === undefined ? total : Number(own);
  const verdict = stateWord === undefined ? { state: "default" as const, shown: false } : VERDICTS.get(stateWord);
  if (!verdict || all === undefined) return undefined;
  return { ...verdict, seen: Number(seen), possible: Number(possible), total: all, unknown: Number(unknown) };
}

function parseStateAlone(word: string, total: number | undefined): CountCell | undefined {
  const [, stateWord = "", own] = STATE_ALONE.exec(word) ?? [];
  const all = own === undefined ? total : Number(own);
  const verdict = VERDICTS.get(stateWord);
  return verdict && all !== undefined ? plainCount(verdict, all) : undefined;
}
