// Where a new field of a KubeVirt machine comes to stand: in the deepest map that is there already; what several changes make is made once.
import { isMap, type YAMLMap } from "yaml";
import type { TextEdit } from "#base/text-edit.ts";
import type { Data } from "../yaml.ts";
import { topPlaces, type KubevirtField, type KubevirtFields } from "./kubevirt-fields.ts";
import { joined, type KubevirtNames } from "./kubevirt-names.ts";
import { insertEntries, setPairValue, type Entries } from "./yaml-edit.ts";
import { isBare, keyText, pairsOf, type YamlPair } from "./yaml-tree.ts";

type Path = readonly string[];
type AnyMap = YAMLMap<unknown, unknown>;

/** A field that is to be made. */
export interface NewField {
  /** In the names of a domain. */
  readonly path: Path;
  readonly data: Data;
  /** Puts it in front of this one, where both stand in one map. */
  readonly before?: KubevirtField | undefined;
}

interface Spot {
  readonly map: AnyMap;
  /** A key of the map that has no value yet; unset: the map itself takes the entries. */
  readonly pair?: YamlPair;
  /** How many keys of the path are there. */
  readonly depth: number;
}

interface Group extends Spot {
  readonly before?: YamlPair | undefined;
  entries: Entries;
}

/** What the edits of new fields are, and which containers they make; undefined where one has no place. */
export interface Placed {
  readonly edits: readonly TextEdit[];
  readonly makes: readonly string[];
}

/** Places new fields in the text of a machine. */
export function placeFields(
  names: KubevirtNames,
  text: string,
  fields: KubevirtFields,
  news: readonly NewField[],
): Placed | undefined {
  const groups: Group[] = [];
  const makes: string[] = [];
  for (const made of news) {
    const spot = spotOf(names, fields, made.path);
    const written = writtenPath(names, fields, made.path);
    if (!spot || !written) return undefined;
    const rest = written.slice(spot.depth);
    if (rest.length > 1 || spot.pair) makes.push(joined(made.path.slice(0, spot.depth + 1)));
    addToGroup(groups, spot, made, nested(rest, made.data, needsOffset(fields, spot, made)));
  }
  const edits: TextEdit[] = [];
  // Two maps can end in one place: what belongs to the inner one comes first.
  for (const { map, pair, before, entries } of groups.toSorted((a, b) => b.depth - a.depth)) {
    const own = pair ? setPairValue(text, map, pair, entries) : insertEntries(text, map, entries, before);
    if (own === undefined || own.length === 0) return undefined;
    edits.push(...own);
  }
  return { edits, makes };
}

/** What comes to stand in one spot is printed as one. */
function addToGroup(groups: Group[], spot: Spot, made: NewField, entries: Entries): void {
  const before = made.before?.map === spot.map && !spot.pair ? made.before.pair : undefined;
  const group = groups.find((one) => one.map === spot.map && one.pair === spot.pair && one.before === before);
  if (group) group.entries = merged(group.entries, entries) as Entries;
  else groups.push({ ...spot, before, entries });
}

/** The path in the names of what the text is: a preference has others, an instance type only the CPU model. */
function writtenPath(names: KubevirtNames, { root }: KubevirtFields, path: Path): Path | undefined {
  if (root.kind === "preference") return names.preferred(path);
  return root.kind === "instancetype" && joined(path) !== "cpu.model" ? undefined : path;
}

function spotOf(names: KubevirtNames, fields: KubevirtFields, path: Path): Spot | undefined {
  for (let depth = path.length - 1; depth > 0; depth -= 1) {
    const found = fields.byPath.get(joined(path.slice(0, depth)));
    if (found && isMap(found.pair.value)) return { map: found.pair.value, depth };
    if (found) return isBare(found.pair.value) ? { map: found.map, pair: found.pair, depth } : undefined;
    if (isBesideRoot(names, fields, path.slice(0, depth))) return { map: fields.root.map, depth };
  }
  return isTopAllowed(names, fields) ? { map: fields.root.map, depth: 0 } : undefined;
}

/** True where the keys at the top of a fragment stand below this path, so that another one may join them. */
const isBesideRoot = (names: KubevirtNames, { root }: KubevirtFields, parent: Path): boolean =>
  root.kind === "fragment" &&
  placesAtTop(names, root.map).some((place) => joined(place.slice(0, -1)) === joined(parent));

/** A fragment of a domain or its features may get another part beside; one out of hyperv or the timers may not. */
const isTopAllowed = (names: KubevirtNames, { root }: KubevirtFields): boolean =>
  root.kind !== "fragment" ||
  placesAtTop(names, root.map).every((place) => place.length === 1 || joined(place.slice(0, -1)) === "features");

function placesAtTop(names: KubevirtNames, map: AnyMap): readonly Path[] {
  const placeOf = topPlaces(names, map);
  return pairsOf(map).flatMap((pair) => {
    const place = placeOf(keyText(pair) ?? "");
    return place ? [place] : [];
  });
}

/** A new clock also tells its offset, as printed ones do. */
const needsOffset = ({ root }: KubevirtFields, { depth }: Spot, { path }: NewField): boolean =>
  path[0] === "clock" && depth === 0 && root.kind !== "preference";

function nested(rest: Path, data: Data, needsOffset: boolean): Entries {
  const [first = "", ...below] = rest;
  const inner = below.reduceRight<Data>((made, key) => ({ [key]: made }), data);
  return { [first]: needsOffset ? merged({ utc: {} }, inner) : inner };
}

/** Two pieces of data as one: maps key by key, lists one behind the other, else the second. */
function merged(a: Data, b: Data): Data {
  if (typeof a !== "object" || typeof b !== "object") return b;
  if (Array.isArray(a) || Array.isArray(b)) return [a, b].flat() as readonly Data[];
  const result: Record<string, Data> = { ...(a as Entries) };
  for (const [key, value] of Object.entries(b as Entries)) {
    result[key] = Object.hasOwn(result, key) ? merged(result[key] ?? {}, value) : value;
  }
  return result;
}
