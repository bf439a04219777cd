// The words of every CPU model against what a real QEMU answered over QMP, before the host takes bits away.
import { describe, expect, it } from "vitest";
import { and, bits, hex, without, type U32 } from "#base/u32.ts";
import type { Register } from "#catalog/schema/common.ts";
import { realCatalog } from "#testing/catalog.ts";
import { observed } from "#testing/observed.ts";
import { leafOf, resolved } from "#testing/vm.ts";
import { cpuLeafRow } from "./cpu-leaves.ts";
import { flagMask } from "./flag-place.ts";
import type { Leaf, ResolvedVm } from "./resolved.ts";

interface MeasuredModel {
  readonly vendor: string;
  readonly family: number;
  readonly model: number;
  readonly stepping: number;
  readonly level: number;
  readonly xlevel: number;
  readonly modelId: string;
  readonly aliases: readonly string[];
  readonly words: Readonly<Record<string, string>>;
}

const catalog = realCatalog();
const [file] = observed<{ readonly models: Readonly<Record<string, MeasuredModel>> }>("cpu-model-words-qemu-11.1");
const models = Object.entries(file?.value.models ?? {});

/** TCG adds no default of KVM's, so that the model stands alone. */
const alone = (cpu: string): ResolvedVm => resolved({ cpu, accel: "tcg", qemu: "11.1", kernel: "6.12" });

/** Bits of 0x80000001 EDX that QEMU copies from leaf 1 EDX for AMD when the CPU is made, after the model is expanded. */
const REPEATED = without(0x0183f3ff, 0);

/** The AVX10 version beside the flags: a number of its own, no part of the flags' word. */
const AVX10_VERSION = 0xff;

/** What a guest reads of a word that the model defines: nothing where the leaf lacks the flag that it needs. */
function expected(model: MeasuredModel, leaf: U32, subleaf: number, word: U32): U32 {
  const needs = cpuLeafRow(catalog, leaf, subleaf)?.needs;
  const flag = needs === undefined ? undefined : flagMask(catalog, needs);
  if (flag === undefined) return word;
  const [at = "", sub = "", register = ""] = flag.place.split(":");
  const holder = Number(model.words[`${hex(Number(at))}:${sub}:${register}`] ?? 0);
  return and(holder, flag.mask) === 0 ? 0 : word;
}

function differences(made: ResolvedVm, model: MeasuredModel): string[] {
  return Object.entries(model.words).flatMap(([place, text]) => {
    const [at = "", sub = "", register = "eax"] = place.split(":");
    const [leaf, subleaf] = [Number(at), Number(sub)];
    const row = made.leaves.find((candidate) => candidate.leaf === leaf && candidate.subleaf === subleaf);
    const repeated = leaf === 0x80000001 && register === "edx" && model.vendor === "AuthenticAMD" ? REPEATED : 0;
    const version = leaf === 0x24 && register === "ebx" ? AVX10_VERSION : 0;
    const predicted = without(row?.[register as Register] ?? 0, repeated + version);
    const measured = without(expected(model, leaf, subleaf, Number(text)), repeated);
    return predicted === measured ? [] : [`${place}: predicted ${hex(predicted)}, measured ${hex(measured)}`];
  });
}

const registers = (made: ResolvedVm, leaf: U32): [eax: U32, ebx: U32, ecx: U32, edx: U32] => {
  const row = leafOf(made, leaf);
  return row ? [row.eax, row.ebx, row.ecx, row.edx] : [0, 0, 0, 0];
};

/** EAX of a leaf, or another value for it; the word `open` where it is not predicted. */
const openOr = (made: ResolvedVm, leaf: U32, value = registers(made, leaf)[0]): U32 | "open" =>
  isOpen(leafOf(made, leaf)) ? "open" : value;

const isOpen = (row: Leaf | undefined): boolean => row?.unpredicted.includes("eax") === true;

const text = (words: readonly U32[]): string =>
  words
    .flatMap((word) => [0, 8, 16, 24].map((shift) => (word >>> shift) & 0xff))
    .filter((byte) => byte !== 0)
    .map((byte) => String.fromCharCode(byte))
    .join("");

describe("the words of a CPU model", () => {
  it("were measured for more than a hundred", () => expect(models.length).toBeGreaterThan(100));

  it.each(models)("%s", (name, model) => {
    const made = alone(name);
    expect(made.starts).toBe("yes");
    expect(differences(made, model)).toEqual([]);
    const known = new Set(Object.keys(model.words).map((place) => place.slice(0, place.lastIndexOf(":"))));
    const extra = made.leaves.filter(
      (row) =>
        row.family === "cpu" &&
        cpuLeafRow(catalog, row.leaf, row.subleaf)?.fields.every((field) => field.property === undefined) === true &&
        !known.has(`${hex(row.leaf)}:${row.subleaf}`),
    );
    expect(extra.map((row) => hex(row.leaf))).toEqual([]);
  });

  it.each(models.flatMap(([name, model]) => model.aliases.map((alias) => [alias, name] as const)))(
    "%s is %s",
    (alias, name) => {
      const cpuOnly = (made: ResolvedVm) => made.leaves.filter((row) => row.family === "cpu");
      expect(cpuOnly(alone(alias))).toEqual(cpuOnly(alone(name)));
    },
  );

  it.each(models)("%s says who it is", (name, model) => {
    const made = alone(name);
    const [, ebx, ecx, edx] = registers(made, 0);
    expect(text([ebx, edx, ecx])).toBe(model.vendor);
    expect(registers(made, 1)[0]).toBe(version(model));
    expect([openOr(made, 0), openOr(made, 0x80000000)]).toEqual([
      openOr(made, 0, model.level),
      openOr(made, 0x80000000, model.xlevel),
    ]);
  });

  it.each(models.filter(([, model]) => model.xlevel >= 0x80000004))("%s has its name", (name, model) => {
    const made = alone(name);
    expect(text([2, 3, 4].flatMap((part) => registers(made, 0x80000000 + part)))).toBe(model.modelId);
  });

  it("few models leave their highest leaf open", () => {
    const open = models.filter(([name]) => isOpen(leafOf(alone(name), 0)) || isOpen(leafOf(alone(name), 0x80000000)));
    expect(open.length).toBeLessThan(models.length / 5);
  });
});

/** Leaf 1 EAX as processors lay it out: the family above 15 and the model's high digit stand apart. */
const version = ({ family, model, stepping }: MeasuredModel): U32 =>
  (Math.max(0, family - 15) << 20) |
  ((model >> 4) << 16) |
  (Math.min(family, 15) << 8) |
  ((model & 15) << 4) |
  stepping;

describe("leaves that follow from others", () => {
  it("a guest under KVM reads the host's vendor, and AMD's repeated bits with it", () => {
    const onAmd = resolved({ cpu: "Skylake-Server", vendor: "amd" });
    expect(text([leafOf(onAmd, 0)?.ebx ?? 0])).toBe("Auth");
    expect(and(leafOf(onAmd, 0x80000001)?.edx ?? 0, REPEATED)).toBe(and(leafOf(onAmd, 1)?.edx ?? 0, REPEATED));
    const onIntel = resolved({ cpu: "EPYC", vendor: "intel" });
    expect(text([leafOf(onIntel, 0)?.ebx ?? 0])).toBe("Genu");
    expect(and(leafOf(onIntel, 0x80000001)?.edx ?? 0, bits([0, 1, 2, 3]))).toBe(0);
  });

  it("vendor= wins over the host", () => {
    expect(text([leafOf(resolved({ cpu: "EPYC,vendor=GenuineIntel" }), 0)?.ebx ?? 0])).toBe("Genu");
  });

  it("SVM's leaf goes with the flag", () => {
    expect(leafOf(resolved({ cpu: "EPYC,+svm", accel: "tcg" }), 0x8000000a)).toMatchObject({ eax: 1, ebx: 0x10 });
    expect(leafOf(resolved({ cpu: "EPYC,-svm", accel: "tcg" }), 0x8000000a)).toBeUndefined();
  });

  it("a flag whose leaf lies above the model's highest leaves the highest open", () => {
    expect(leafOf(resolved({ cpu: "Conroe,+xsave,+xsaves" }), 0)?.unpredicted).toEqual(["eax"]);
    expect(leafOf(resolved({ cpu: "EPYC-Milan,+intel-pt" }), 0)?.unpredicted).toEqual(["eax"]);
    expect(leafOf(resolved({ cpu: "Skylake-Server,level=7" }), 0)?.eax).toBe(7);
  });

  it("host and max say the vendor and leave the rest open", () => {
    const made = resolved({ cpu: "host" });
    expect(leafOf(made, 0)).toMatchObject({ unpredicted: ["eax"], ebx: 0x68747541 });
    expect(leafOf(made, 0x80000002)?.unpredicted).toHaveLength(4);
  });

  it("models named after QEMU have their name where the machine type fixes it", () => {
    const name = (machine: string) => leafOf(resolved({ cpu: "qemu64", machine }), 0x80000002)?.unpredicted;
    expect(name("pc-i440fx-10.0")).toEqual([]);
    expect(name("pc-i440fx-2.4")).not.toEqual([]);
  });
});
