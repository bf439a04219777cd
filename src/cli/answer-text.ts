// The answer for people: problems, properties, and each CPUID leaf with the names of its set bits.
import { hasBit, hex, type U32 } from "#base/u32.ts";
import type { Catalog } from "#catalog/open.ts";
import { REGISTERS, type Register } from "#catalog/schema/common.ts";
import type { Leaf, PropertyOutcome, ResolvedVm } from "#engine/resolved.ts";
import { leafKey } from "./predict.ts";

/** A table for a terminal, with a line end. */
export function answerText(catalog: Catalog, vm: ResolvedVm): string {
  const names = [vm.machine, vm.cpu].filter((name) => name !== undefined).join(", ");
  const lines = [`Starts: ${vm.starts}${names === "" ? "" : ` (${names})`}`];
  const section = (title: string, rows: readonly string[]): void => {
    if (rows.length > 0) lines.push("", title, ...rows.map((row) => `  ${row}`));
  };
  section(
    "Problems",
    vm.problems.map(({ severity, rule, text }) => `${severity.padEnd(7)}  ${text}  [${rule}]`),
  );
  section("Properties", propertyRows(vm.outcomes));
  section("CPUID", cpuidRows(catalog, vm.leaves));
  return `${lines.join("\n")}\n`;
}

/** One row an outcome: what is on stands first, and each with its value where it has one. */
function propertyRows(outcomes: readonly PropertyOutcome[]): string[] {
  const order = ["on", "fatal", "dropped-warned", "dropped-silently", "unknown", "off"] as const;
  return order.flatMap((outcome) => {
    const rows = outcomes.filter((row) => row.outcome === outcome);
    if (rows.length === 0) return [];
    const shown = rows.map(({ property, value }) =>
      value === undefined || outcome !== "on" || value === "on" ? property : `${property}=${value}`,
    );
    return [`${outcome.padEnd(16)}  ${shown.join(" ")}`];
  });
}

function cpuidRows(catalog: Catalog, leaves: readonly Leaf[]): string[] {
  if (leaves.length === 0) return [];
  const heading = `${"leaf".padEnd(13)} ${REGISTERS.map((register) => register.padEnd(10)).join(" ")}`.trimEnd();
  return [heading, ...leaves.flatMap((leaf) => leafRows(catalog, leaf))];
}

function leafRows(catalog: Catalog, leaf: Leaf): string[] {
  const words = REGISTERS.map((register) =>
    leaf.unpredicted.includes(register) ? "(host)".padEnd(10) : hex(leaf[register]),
  );
  const sureness =
    leaf.sureness === "exact" ? "" : `  (${leaf.sureness === "model" ? "CPU model's own" : "not known"})`;
  const rows = [`${leafKey(leaf).padEnd(13)} ${words.join(" ")}${sureness}`];
  for (const register of REGISTERS) {
    const names = bitNames(catalog, leaf, register).filter(({ bit }) => hasBit(leaf[register], bit));
    if (names.length > 0) rows.push(`  ${register}: ${names.map(({ bit, name }) => `${bit} ${name}`).join(", ")}`);
  }
  return rows;
}

interface NamedBit {
  readonly bit: number;
  readonly name: string;
}

/** The names of a register's bits: the catalogue's names of the leaf, else the properties that set them. */
function bitNames(catalog: Catalog, leaf: Leaf, register: Register): NamedBit[] {
  if (leaf.family === "cpu") return flagNames(catalog, leaf, register);
  const ofLeaf = catalog.leaves
    .filter((row) => row.family === leaf.family && isShifted(row.leaf, leaf.leaf))
    .flatMap((row) => row.fields)
    .filter((field) => field.register === register && field.kind === "bit")
    .map((field) => ({ bit: field.bits[1], name: field.name }));
  const ofFeatures = catalog.features
    .filter((feature) => feature.family === leaf.family && feature.kind === "feature")
    .flatMap(({ id, property, cpuid }) => cpuid.map((place) => ({ ...place, name: property?.name ?? id })))
    .filter((place) => place.register === register && isShifted(place.leaf, leaf.leaf))
    .flatMap(({ bits = [], name }) => bits.map((bit) => ({ bit, name })));
  const names = new Map([...ofFeatures, ...ofLeaf].map(({ bit, name }) => [bit, name]));
  return [...names].map(([bit, name]) => ({ bit, name })).toSorted((a, b) => a.bit - b.bit);
}

function flagNames(catalog: Catalog, leaf: Leaf, register: Register): NamedBit[] {
  return catalog.flags.words
    .filter((word) => u32Of(word.leaf) === leaf.leaf && word.subleaf === leaf.subleaf && word.register === register)
    .flatMap((word) => Object.entries(word.flags).map(([bit, name]) => ({ bit: Number(bit), name })));
}

const u32Of = (text: string): U32 => Number(text);

/** True for a leaf that is the other one, or that Hyper-V or Xen in front has moved by a multiple of 0x100. */
const isShifted = (known: string, seen: U32): boolean => (u32Of(known) & 0xff) === (seen & 0xff);
