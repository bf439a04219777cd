// The difference of two JSON values in words, a line a place. List entries are matched by their name, where they have one.

const NAMES = ["id", "name", "version", "feature", "model", "layer", "leaf"] as const;
const LONG = 160;

/** Lines such as `property.since: "5.2" is now "5.3"`; empty when nothing differs but the order of keys. */
export function differences(before: unknown, after: unknown, path = ""): string[] {
  if (JSON.stringify(before) === JSON.stringify(after)) return [];
  if (before === undefined) return [`${path || "the file"}: new${plain(", ", after)}`];
  if (after === undefined) return [`${path || "the file"}: gone${plain(", was ", before)}`];
  if (Array.isArray(before) && Array.isArray(after)) return ofLists(before, after, path);
  if (isRecord(before) && isRecord(after)) return ofRecords(before, after, path);
  return [`${path}: ${shown(before)} is now ${shown(after)}`];
}

type Plain = Readonly<Record<string, unknown>>;

const isRecord = (value: unknown): value is Plain =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const isPlain = (value: unknown): boolean => typeof value !== "object" || value === null;

/** A value behind its words, where it is short enough to stand there. */
const plain = (words: string, value: unknown): string => (isPlain(value) ? `${words}${shown(value)}` : "");

function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? "nothing";
  return text.length > LONG ? `${text.slice(0, LONG)} …` : text;
}

const below = (path: string, key: string): string => (path === "" ? key : `${path}.${key}`);

const ofRecords = (before: Plain, after: Plain, path: string): string[] =>
  [...new Set([...Object.keys(before), ...Object.keys(after)])].flatMap((key) =>
    differences(before[key], after[key], below(path, key)),
  );

function ofLists(before: readonly unknown[], after: readonly unknown[], path: string): string[] {
  if ([...before, ...after].every(isPlain)) return ofSets(before, after, path);
  const [old, now] = [keyed(before), keyed(after)];
  return [...new Set([...old.keys(), ...now.keys()])].flatMap((key) =>
    differences(old.get(key), now.get(key), `${path}[${key}]`),
  );
}

/** Lists of plain values: what came and what went. */
function ofSets(before: readonly unknown[], after: readonly unknown[], path: string): string[] {
  const came = after.filter((value) => !before.includes(value)).map((value) => `${path}: new, ${shown(value)}`);
  const went = before.filter((value) => !after.includes(value)).map((value) => `${path}: gone, was ${shown(value)}`);
  return came.length + went.length > 0 ? [...went, ...came] : [`${path}: another order or number`];
}

/** Entries by name, numbered where a name comes again; nameless ones by place. */
function keyed(list: readonly unknown[]): ReadonlyMap<string, unknown> {
  const counts = new Map<string, number>();
  return new Map(
    list.map((entry, i): [string, unknown] => {
      const name = NAMES.map((key) => (isRecord(entry) ? entry[key] : undefined)).find(
        (value) => typeof value === "string",
      );
      if (typeof name !== "string") return [String(i), entry];
      const count = (counts.get(name) ?? 0) + 1;
      counts.set(name, count);
      return [count === 1 ? name : `${name} ${count}`, entry];
    }),
  );
}
