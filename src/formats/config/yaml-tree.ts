// YAML as nodes with places: documents, maps, keys, and where the text of a value ends. Nothing is expanded: an alias stays a name.
import { isAlias, isMap, isScalar, isSeq, parseAllDocuments, type Node, type Pair, type YAMLMap } from "yaml";
import type { Issue } from "#base/result.ts";
import type { Span } from "#base/text-edit.ts";
import { refuseYaml } from "./yaml-guard.ts";

export type YamlPair = Pair<unknown, unknown>;

export interface YamlText {
  /** The top node of each document that has one. */
  readonly roots: readonly Node[];
  readonly issues: readonly Issue[];
}

/** So many faults are told; more would say nothing new. */
const MOST_ISSUES = 100;

/** Reads all documents of a text. Never throws; what is too long or too deep is refused, and faults leave the rest readable. */
export function readYaml(text: string): YamlText {
  const refused = refuseYaml(text);
  if (refused) return { roots: [], issues: [refused] };
  const options = { uniqueKeys: false, prettyErrors: false, logLevel: "silent", strict: false } as const;
  const documents = [...parseAllDocuments(text, options)];
  const errors = documents.flatMap((document) => document.errors);
  return {
    roots: documents.flatMap(({ contents }) => contents ?? []),
    issues: errors.slice(0, MOST_ISSUES).map(({ message, pos: [start, end] }) => ({
      rule: "yaml-syntax",
      message,
      offset: Math.min(start, text.length),
      length: Math.max(0, Math.min(end, text.length) - start),
    })),
  };
}

/** The text of a plain key; undefined for keys that are maps, lists or names of anchors. */
export const keyText = ({ key }: YamlPair): string | undefined => (isScalar(key) ? scalarText(key) : undefined);

/** The text of a scalar, as written but without its quotes. */
export const scalarText = (node: unknown): string | undefined =>
  isScalar(node) ? (node.source ?? String(node.value)) : undefined;

/** True for a value that is not there or says null: for the tools above that is the same as no key. */
export const isNothing = (node: unknown): boolean =>
  node === null || node === undefined || (isScalar(node) && node.value === null);

/** True for `key:` with nothing behind it. */
export const isBare = (node: unknown): boolean =>
  node === null || node === undefined || (isScalar(node) && node.source === "" && node.type === "PLAIN");

export const pairsOf = (node: unknown): readonly YamlPair[] => (isMap(node) ? node.items : []);

/** The value at a path of keys below a node. */
export function valueAt(node: unknown, ...path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (found, key) => pairsOf(found).find((pair) => keyText(pair) === key)?.value ?? undefined,
    node,
  );
}

/** Where a key stands. */
export const keySpan = ({ key }: YamlPair): Span => spanOf(key);

/** The node's own text, without comments behind it. */
export function spanOf(node: unknown): Span {
  const range = isScalar(node) || isMap(node) || isSeq(node) || isAlias(node) ? node.range : undefined;
  return range ? { start: range[0], end: range[1] } : { start: 0, end: 0 };
}

/** Behind the last character that a pair's text has. */
export function endOfPair(pair: YamlPair): number {
  return isNothing(pair.value) && isBare(pair.value)
    ? Math.max(spanOf(pair.key).end, spanOf(pair.value).end)
    : endOfNode(pair.value);
}

export function endOfNode(node: unknown): number {
  if (isMap(node) && node.flow !== true) {
    const last = node.items.at(-1);
    return last === undefined ? spanOf(node).end : endOfPair(last);
  }
  if (isSeq(node) && node.flow !== true) {
    const last = node.items.at(-1);
    return last === undefined ? spanOf(node).end : endOfNode(last);
  }
  return spanOf(node).end;
}

/** True for a map in braces, also where it is written as JSON. */
export const isFlow = (map: YAMLMap<unknown, unknown>): boolean => map.flow === true;
