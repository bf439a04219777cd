// The fields of one KubeVirt machine that are of Flipbit's subject, by their path below the domain, wherever they stand.
import { isAlias, isMap, type YAMLMap } from "yaml";
import type { Issue } from "#base/result.ts";
import { joined, type KubevirtNames } from "./kubevirt-names.ts";
import type { KubevirtRoot } from "./kubevirt-roots.ts";
import { isNothing, keySpan, keyText, pairsOf, scalarText, spanOf, valueAt, type YamlPair } from "./yaml-tree.ts";

export interface KubevirtField {
  /** Below the domain, in the names of a domain. */
  readonly path: readonly string[];
  readonly pair: YamlPair;
  readonly map: YAMLMap<unknown, unknown>;
}

export interface KubevirtFields {
  readonly root: KubevirtRoot;
  /** By path; of a key that is there twice the last one, as Kubernetes reads it. */
  readonly byPath: ReadonlyMap<string, KubevirtField>;
  /** Keys below hyperv and the timers that KubeVirt does not have. */
  readonly strange: readonly KubevirtField[];
  readonly issues: readonly Issue[];
}

/** Parts whose keys are all features, so that a strange one is a mistake. */
const CLOSED = new Set(["features.hyperv"]);
const TIMERS = "clock.timer";

interface Walk {
  readonly names: KubevirtNames;
  readonly byPath: Map<string, KubevirtField>;
  readonly strange: KubevirtField[];
  readonly issues: Issue[];
}

/** Collects the fields of a machine. */
export function openFields(names: KubevirtNames, root: KubevirtRoot): KubevirtFields {
  const walk: Walk = { names, byPath: new Map(), strange: [], issues: [] };
  const placeOf = root.kind === "fragment" ? topPlaces(names, root.map) : (key: string) => names.meant([key]);
  visit(walk, root.map, placeOf);
  return { root, byPath: walk.byPath, strange: walk.strange, issues: walk.issues };
}

/** Where the keys at the top of a fragment belong; beside a timer, `hyperv` and `kvm` are timers, too. */
export function topPlaces(names: KubevirtNames, map: YAMLMap<unknown, unknown>): KubevirtNames["placeOf"] {
  const hasTimers = pairsOf(map).some((pair) =>
    joined(names.placeOf(keyText(pair) ?? "") ?? []).startsWith(`${TIMERS}.`),
  );
  return (key) => (hasTimers && names.known.has(`${TIMERS}.${key}`) ? [...TIMERS.split("."), key] : names.placeOf(key));
}

function visit(
  walk: Walk,
  map: YAMLMap<unknown, unknown>,
  placeOf: (key: string) => readonly string[] | undefined,
): void {
  for (const pair of pairsOf(map)) {
    const path = placeOf(keyText(pair) ?? "");
    if (path !== undefined) visitField(walk, { path, pair, map });
  }
}

function visitField(walk: Walk, field: KubevirtField): void {
  const { names, byPath, strange, issues } = walk;
  const { path, pair } = field;
  const place = joined(path);
  const parent = joined(path.slice(0, -1));
  const isKnown = names.known.has(place);
  if (!isKnown && parent !== TIMERS) {
    if (CLOSED.has(parent) && !isNothing(pair.value)) strange.push(field);
    return;
  }
  if (byPath.has(place)) {
    issues.push(issueAt(pair, "duplicate-key", `${place} is here twice: the last one counts.`));
  }
  byPath.set(place, field);
  if (isAlias(pair.value)) {
    issues.push(issueAt(pair, "alias", `What *${pair.value.source} stands for is not looked up here.`));
  }
  if (isMap(pair.value)) visit(walk, pair.value, (key) => names.meant([...path, key]));
}

export const issueAt = (pair: YamlPair, rule: string, message: string): Issue => {
  const { start, end } = keySpan(pair);
  return { rule, message, offset: start, length: end - start };
};

/** What a switch says: `{}` is on, `enabled` or `present` decides; undefined for null, an alias or another shape. */
export function switchOf({ path, pair }: KubevirtField): boolean | undefined {
  const { value } = pair;
  if (isNothing(value)) return undefined;
  if (!isMap(value)) return booleanOf(value);
  const told = valueAt(value, path[0] === "clock" ? "present" : "enabled");
  return isNothing(told) ? true : booleanOf(told);
}

/** YAML's words for true and false, those of YAML 1.1 with them, as Kubernetes reads both. */
export function booleanOf(node: unknown): boolean | undefined {
  const word = scalarText(node)?.toLowerCase() ?? "";
  if (/^(?:true|yes|on|y)$/.test(word)) return true;
  return /^(?:false|no|off|n)$/.test(word) ? false : undefined;
}

/** The token of a field: the key, and its value where that is on the same line and holds no other field. */
export function tokenOf(text: string, { pair }: KubevirtField, isAlone: boolean): { start: number; end: number } {
  const key = keySpan(pair);
  const value = spanOf(pair.value);
  const whole = isAlone && value.end > key.end && !text.slice(key.start, value.end).includes("\n");
  return whole ? { start: key.start, end: value.end } : key;
}
