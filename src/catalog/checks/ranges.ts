// Ranges make sense: an end lies behind its start, wherever one is written, and two wordings of one message never hold for the same release.
import { compareVersions, version } from "#base/version.ts";
import type { Issue } from "#base/result.ts";
import type { ParsedCatalog } from "../parsed.ts";
import { filesOf, type DataCheck } from "./check.ts";

type Finding = Omit<Issue, "rule">;

/** Keys that stand for a beginning and its end, and whether both may be one. Layers count in words of their own: those are left alone. */
const PAIRS: readonly (readonly [start: string, end: string, mayMeet: boolean])[] = [
  ["since", "until", false],
  ["introduced", "removed", false],
  ["introduced", "deprecated", true],
  ["deprecated", "removed", true],
  ["absentIn", "presentIn", false],
  ["released", "eol", true],
];

const NUMBERS = /^(<=)?\d+([.-]\d+)*$/;

/** A version or a date as numbers; undefined for anything else. */
const numbersOf = (value: unknown): readonly number[] | undefined =>
  typeof value === "string" && NUMBERS.test(value) ? version(value.replace("<=", "").replaceAll("-", ".")) : undefined;

function backward(where: string, value: unknown): Finding[] {
  if (value === null || typeof value !== "object") return [];
  const below = Object.entries(value).flatMap(([key, child]) =>
    backward(`${where}${where.endsWith(".json") ? ": " : "."}${key}`, child),
  );
  const own = PAIRS.flatMap(([start, end, mayMeet]) => {
    const [from, to] = [numbersOf(Reflect.get(value, start)), numbersOf(Reflect.get(value, end))];
    if (!from || !to) return [];
    const order = compareVersions(from, to);
    if (order < 0 || (order === 0 && mayMeet)) return [];
    const said = `${start} ${Reflect.get(value, start)}, ${end} ${Reflect.get(value, end)}`;
    return [{ where, message: `it ends before it starts: ${said}` }];
  });
  return [...own, ...below];
}

interface Range {
  readonly since?: string | undefined;
  readonly until?: string | undefined;
}

const start = (range: Range): readonly number[] => (range.since ? version(range.since) : [0]);
const end = (range: Range): readonly number[] => (range.until ? version(range.until) : [Infinity]);
const overlap = (a: Range, b: Range): boolean =>
  compareVersions(start(a), end(b)) < 0 && compareVersions(start(b), end(a)) < 0;

function overlappingMessages({ messages }: ParsedCatalog): Finding[] {
  const rows = messages.value.messages;
  return rows
    .filter((row, i) => rows.some((other, j) => j < i && other.id === row.id && overlap(row, other)))
    .map((row) => ({ where: `${messages.file}: ${row.id}`, message: "two wordings hold for the same QEMU release" }));
}

export const rangesCheck: DataCheck = {
  name: "ranges",
  scope: "all files, messages",
  check: (catalog) => [
    ...filesOf(catalog).flatMap(({ file, value }) => backward(file, value)),
    ...overlappingMessages(catalog),
  ],
};
