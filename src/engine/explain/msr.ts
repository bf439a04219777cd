// Names a model-specific register: one of a feature of the catalogue, else one that the catalogue lists for logs.
import type { Catalog } from "#catalog/open.ts";
import type { FactRef } from "../resolved.ts";
import { factOf, propertyOf } from "./context.ts";

export interface KnownMsr {
  /** As kernel or manual call it. */
  readonly name: string;
  /** A sentence without its first word's capital, with the flag it belongs to. */
  readonly meaning: string;
  readonly facts: readonly FactRef[];
}

/** What a number names; undefined where the catalogue does not know. */
export function describeMsr(catalog: Catalog, index: number): KnownMsr | undefined {
  return ofFeature(catalog, index) ?? ofList(catalog, index);
}

function ofFeature(catalog: Catalog, index: number): KnownMsr | undefined {
  const owners = catalog.features.flatMap((feature) =>
    feature.msrs.filter((msr) => Number(msr.index) === index).map(({ name }) => ({ feature, name })),
  );
  const [first] = owners;
  if (first === undefined) return undefined;
  const flags = owners
    .filter(({ name }) => name === first.name)
    .map(({ feature }) => `${propertyOf(feature)} (${feature.title})`);
  const others = owners
    .filter(({ name }) => name !== first.name)
    .map(({ feature, name }) => ` Where ${propertyOf(feature)} is on instead, it is ${name}.`);
  return {
    name: first.name,
    meaning: `it belongs to ${[...new Set(flags)].join(", ")}.${others.join("")}`,
    facts: owners.map(({ feature }) => factOf(feature, "msrs")),
  };
}

function ofList(catalog: Catalog, index: number): KnownMsr | undefined {
  const row = catalog.log.msrs.find((msr) => Number(msr.index) <= index && index <= Number(msr.last ?? msr.index));
  if (row === undefined) return undefined;
  const flag = row.property === undefined ? "" : ` It comes and goes with the CPU flag ${row.property}.`;
  return {
    name: row.name,
    meaning: `${row.meaning}.${flag}`,
    facts: [{ file: "log/msrs.json", path: row.index }],
  };
}
