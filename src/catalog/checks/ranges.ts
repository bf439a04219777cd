// Ranges make sense: an end lies behind its start, and two wordings of one message never hold for the same release.
import { compareVersions, version } from "#base/version.ts";
import type { Issue } from "#base/result.ts";
import type { ParsedCatalog } from "../parsed.ts";
import type { DataCheck } from "./check.ts";

interface Range {
  readonly since?: string | null | undefined;
  readonly until?: string | null | undefined;
}

const start = (range: Range): readonly number[] => (range.since ? version(range.since.replace("<=", "")) : [0]);
const end = (range: Range): readonly number[] => (range.until ? version(range.until) : [Infinity]);
const isEmpty = (range: Range): boolean => compareVersions(start(range), end(range)) >= 0;
const overlap = (a: Range, b: Range): boolean =>
  compareVersions(start(a), end(b)) < 0 && compareVersions(start(b), end(a)) < 0;

function emptyRanges({ features }: ParsedCatalog): Omit<Issue, "rule">[] {
  return features.flatMap(({ file, value }) =>
    [value.property ?? {}, ...value.cpuid, ...value.reports, ...value.capabilities]
      .filter((range) => isEmpty(range))
      .map((range) => ({ where: file, message: `a range ends before it starts: ${JSON.stringify(range)}` })),
  );
}

function overlappingMessages({ messages }: ParsedCatalog): Omit<Issue, "rule">[] {
  const rows = messages.value.messages;
  return rows
    .filter((row, i) => rows.some((other, j) => j < i && other.id === row.id && overlap(row, other)))
    .map((row) => ({ where: `${messages.file}: ${row.id}`, message: "two wordings hold for the same QEMU release" }));
}

export const rangesCheck: DataCheck = {
  name: "ranges",
  scope: "features, messages",
  check: (catalog) => [...emptyRanges(catalog), ...overlappingMessages(catalog)],
};
