// Sources can be found by anyone: no private hosts, no paths of somebody's machine; and nothing was checked after the catalogue's own date.
import type { Issue } from "#base/result.ts";
import { filesOf, type DataCheck } from "./check.ts";

type Finding = Omit<Issue, "rule">;

const PRIVATE: readonly (readonly [RegExp, string])[] = [
  [/^\s|\s$/, "begins or ends with a space"],
  [/file:\/\//i, "names a file of somebody's machine"],
  [/(^|[\s("'=])~?\/(home|root|tmp|work|mnt|var|opt|Users)(\/|\b)/, "names a path of somebody's machine"],
  [/\bhttps?:\/\/(localhost|127\.|10\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.|\[)/i, "names a private host"],
  [/\bhttps?:\/\/[^/\s]+\.(local|internal|lan|corp|intra)\b/i, "names a private host"],
  [/\bhttp:\/\//i, "is a link without https"],
];

export const sourcesCheck: DataCheck = {
  name: "sources",
  scope: "all evidence",
  check: (catalog) => {
    const day = catalog.index.value.version.replaceAll(".", "-");
    return filesOf(catalog).flatMap(({ file, raw }) => findings(file, raw, day));
  },
};

function findings(where: string, value: unknown, day: string): Finding[] {
  if (value === null || typeof value !== "object") return [];
  const below = Object.entries(value).flatMap(([key, child]) =>
    findings(Array.isArray(value) ? where : `${where}${where.endsWith(".json") ? ": " : "."}${key}`, child, day),
  );
  const { source, checked } = value as { source?: unknown; checked?: unknown };
  if (typeof source !== "string" || typeof checked !== "string") return below;
  const wrong = PRIVATE.filter(([pattern]) => pattern.test(source)).map(([, what]) => `${source}: ${what}`);
  if (checked > day) wrong.push(`${source}: checked after the catalogue's date, ${day}`);
  return [...below, ...wrong.map((message) => ({ where, message }))];
}
