// Finds the virtual machines of YAML documents: whole objects, lists of them, instance types, preferences, and bare parts out of a forum post.
import { isMap, isSeq, type YAMLMap } from "yaml";
import type { KubevirtNames } from "./kubevirt-names.ts";
import { keyText, pairsOf, scalarText, valueAt, type YamlPair } from "./yaml-tree.ts";

export type RootKind = "domain" | "instancetype" | "preference" | "fragment";

/** A map that says something of one virtual machine. */
export interface KubevirtRoot {
  readonly kind: RootKind;
  readonly map: YAMLMap<unknown, unknown>;
  /** The whole object around it, where there is one. */
  readonly object: unknown;
  readonly name?: string;
  /** True for an object that the cluster makes a machine of as it stands. */
  readonly isWhole: boolean;
}

/** Keys on the way from an object to its domain. */
const ON_THE_WAY = ["spec", "template", "virtualMachineTemplate"];
const LISTS = ["items", "objects"];

/** All machines below the top node of a document. */
export function rootsOf(names: KubevirtNames, top: unknown): readonly KubevirtRoot[] {
  if (isSeq(top)) return top.items.flatMap((item) => (isMap(item) ? rootsOf(names, item) : []));
  if (!isMap(top)) return [];
  const kind = scalarText(valueAt(top, "kind")) ?? "";
  const lists = LISTS.flatMap((key) => {
    const list = valueAt(top, key);
    return isSeq(list) ? list.items : [];
  });
  if (lists.length > 0) return lists.flatMap((item) => (isMap(item) ? rootsOf(names, item) : []));
  const name = scalarText(valueAt(top, "metadata", "name"));
  const named = name === undefined ? {} : { name };
  const spec = valueAt(top, "spec");
  if (kind.endsWith("Instancetype") && isMap(spec))
    return [{ kind: "instancetype", map: spec, object: top, isWhole: false, ...named }];
  if (kind.endsWith("Preference") && isMap(spec))
    return [{ kind: "preference", map: spec, object: top, isWhole: false, ...named }];
  const domain = domainBelow(top);
  if (domain)
    return [{ kind: "domain", map: domain, object: top, isWhole: kind.startsWith("VirtualMachine"), ...named }];
  return kind === "" ? fragmentOf(names, top) : [];
}

function domainBelow(map: unknown): YAMLMap<unknown, unknown> | undefined {
  const own = valueAt(map, "domain");
  if (isMap(own)) return own;
  for (const key of ON_THE_WAY) {
    const below = valueAt(map, key);
    const found = isMap(below) ? domainBelow(below) : undefined;
    if (found) return found;
  }
  return undefined;
}

function fragmentOf(names: KubevirtNames, map: YAMLMap<unknown, unknown>): readonly KubevirtRoot[] {
  const isKnown = (pair: YamlPair): boolean => names.placeOf(keyText(pair) ?? "") !== undefined;
  return pairsOf(map).some(isKnown) ? [{ kind: "fragment", map, object: map, isWhole: false }] : [];
}
