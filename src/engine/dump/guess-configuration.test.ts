// CPU model, machine type and flags from nothing but a guest's words: real guests, predicted ones, and dumps that tell little.
import { describe, expect, it } from "vitest";
import { hex, textWord, u32 } from "#base/u32.ts";
import { REGISTERS } from "#catalog/schema/common.ts";
import type { MeasuredHost } from "#catalog/schema/measured.ts";
import { realCatalog } from "#testing/catalog.ts";
import { observed, type MeasuredCase, type MeasuredGuests } from "#testing/observed.ts";
import { vm, type VmWords } from "#testing/vm.ts";
import { resolveVm } from "../resolve.ts";
import { compareDump, decodeCpu, type DecodedCpu } from "./compare.ts";
import type { DumpLeaf } from "./dump.ts";
import { lackedFeatures } from "./faster.ts";
import { guessConfiguration, type Configuration } from "./guess-configuration.ts";

const catalog = realCatalog();
const HOST = { qemu: "11.1", kernel: "6.12", vendor: "amd" } as const;
/** Chosen beside the dump: nothing that the guests of these tests ran on. */
const ELSE = { ...HOST, cpu: "Nehalem,+ssse3" } as const;

/** The dump of a predicted guest: what is not predicted is not in it. */
function dumpOf(words: VmWords, change: (leaf: DumpLeaf) => DumpLeaf = (leaf) => leaf): DecodedCpu {
  const leaves = resolveVm(catalog, vm(words)).leaves.map((row): DumpLeaf => {
    const given = REGISTERS.filter((register) => !row.unpredicted.includes(register));
    const known = Object.fromEntries(given.map((register) => [register, row[register]]));
    return { leaf: row.leaf, subleaf: row.subleaf, line: 0, words: known };
  });
  return decodeCpu(catalog, "guest", { label: "CPU 0", leaves: leaves.map(change) });
}

const guess = (cpu: DecodedCpu, words: VmWords = ELSE): Configuration | undefined =>
  guessConfiguration(catalog, vm(words), cpu);

const flags = (made: Configuration | undefined): string[] =>
  made?.selection.overrides.map(({ property }) => property) ?? [];

/** Another name text, as a real processor has one. */
const named =
  (text: string) =>
  (leaf: DumpLeaf): DumpLeaf => {
    const part = leaf.leaf - 0x80000002;
    if (part < 0 || part > 2) return leaf;
    const [eax, ebx, ecx, edx] = [0, 4, 8, 12].map((at) => textWord(text, part * 16 + at));
    return { ...leaf, words: { eax, ebx, ecx, edx } as DumpLeaf["words"] };
  };

describe("the CPU model", () => {
  it.each([
    "EPYC-v3",
    "EPYC-Milan-v2",
    "Skylake-Server-v4",
    "Cascadelake-Server",
    "qemu64",
    "Opteron_G3",
    "Haswell-noTSX",
  ])("%s is found by version word, name and every flag", (cpu) => {
    const made = guess(dumpOf({ ...HOST, cpu }));
    expect(made?.cpu).toMatchObject({ sureness: "sure", extra: [], lacking: [] });
    const defined = (name: string) => resolveVm(catalog, vm({ ...HOST, cpu: name })).cpu;
    expect(made?.cpu?.models.map(defined)).toContain(defined(cpu));
    expect(made?.cpu?.evidence).toEqual(["signature", "name", "words"]);
    expect(flags(made)).not.toContain("ssse3");
  });

  it("the chosen name stays where it is as good as another", () => {
    expect(guess(dumpOf({ ...HOST, cpu: "EPYC-IBPB" }), { ...HOST, cpu: "EPYC-IBPB" })?.selection.cpu).toBe(
      "EPYC-IBPB",
    );
  });

  it("flags beyond the model are named and asked for; flags that it lacks are named", () => {
    const made = guess(dumpOf({ ...HOST, cpu: "EPYC-Rome,+avx512f,-sha-ni" }));
    expect(made?.cpu).toMatchObject({ sureness: "likely", extra: ["avx512f"], lacking: ["sha-ni"] });
    expect(made?.selection.cpu).toBe("EPYC-Rome");
    expect(flags(made)).toContain("avx512f");
    expect(flags(made)).not.toContain("sha-ni");
  });

  it("a real processor's name under a model's version word is the host's own CPU, and the model is named behind it", () => {
    const made = guess(dumpOf({ ...HOST, cpu: "EPYC" }, named("AMD EPYC 7601 32-Core Processor")));
    expect(made?.cpu).toMatchObject({ models: ["host", "max", "EPYC"], sureness: "likely", evidence: ["no-model"] });
    expect(made?.selection.cpu).toBe("host");
  });

  it("the version word of the measured host itself makes that sure", () => {
    const eax = 0xa10f11;
    const host = observed<MeasuredHost>("host-linux-6.12-amd")[0]?.value;
    if (!host) throw new Error("no such host");
    const first = { leaf: "0x1", subleaf: 0, eax: hex(eax), ebx: "0x0", ecx: "0x0", edx: "0x0" };
    const measured = { ...host, supportedCpuid: [...host.supportedCpuid, first] };
    const own = dumpOf({ ...HOST, cpu: "EPYC" }, (leaf) =>
      leaf.leaf === 1 ? { ...leaf, words: { ...leaf.words, eax } } : named("AMD Something 1")(leaf),
    );
    const chosen = vm(ELSE);
    const asked = { ...chosen, host: { ...chosen.host, measured } };
    expect(guessConfiguration(catalog, asked, own)?.cpu).toMatchObject({
      sureness: "sure",
      evidence: ["no-model", "host-signature"],
    });
    const other = decodeCpu(catalog, "guest", {
      label: "",
      leaves: own.leaves.map((leaf) => (leaf.leaf === 1 ? { ...leaf, words: { ...leaf.words, eax: 0x12345 } } : leaf)),
    });
    expect(guessConfiguration(catalog, asked, other)?.cpu?.sureness).toBe("likely");
  });

  it("without a name and with flags too many it stays open", () => {
    const bare = dumpOf({ ...HOST, cpu: "EPYC,+avx512f" });
    const cpu = decodeCpu(catalog, "guest", { label: "", leaves: bare.leaves.filter(({ leaf }) => leaf < 0x80000002) });
    expect(guess(cpu)?.cpu).toMatchObject({ sureness: "open", extra: ["avx512f"] });
    expect(guess(cpu)?.cpu?.models.slice(-2)).toEqual(["host", "max"]);
  });

  it("the vendor of the host is read, unless the host was asked itself", () => {
    expect(guess(dumpOf({ ...HOST, cpu: "EPYC" }), { ...ELSE, vendor: "intel" })?.selection.host.vendor).toBe("amd");
    expect(guess(dumpOf({ ...HOST, vendor: "intel", cpu: "EPYC" }))?.selection.host.vendor).toBe("intel");
  });

  it("what OSXSAVE, OSPKE, HTT and CmpLegacy say is the running guest's matter, and no flag", () => {
    const live = dumpOf({ ...HOST, cpu: "EPYC" }, (leaf) => {
      const { edx = 0, ecx = 0 } = leaf.words;
      if (leaf.leaf === 1)
        return { ...leaf, words: { ...leaf.words, ecx: u32(ecx | (1 << 27)), edx: u32(edx | (1 << 28)) } };
      return leaf.leaf === 0x80000001 ? { ...leaf, words: { ...leaf.words, ecx: u32(ecx | 2) } } : leaf;
    });
    expect(guess(live)?.cpu?.extra).toEqual([]);
  });
});

describe("the machine type", () => {
  it("is told by numbers that old types pin, as a range", () => {
    const made = guess(dumpOf({ ...HOST, machine: "pc-q35-5.2", cpu: "EPYC,hv-relaxed,hv-time" }));
    expect(made?.flags).toMatchObject({ sureness: "exact", differing: 0 });
    expect(made?.machines?.ranges[0]?.last).toBe("pc-q35-6.1");
    expect(made?.selection.machine).toBe("pc-q35-6.1");
    expect(flags(made).toSorted()).toEqual(["hv-relaxed", "hv-time"]);
    expect(made?.machines?.chosen && flags({ selection: made.machines.chosen.selection })).toContain(
      "hv-version-id-build",
    );
  });

  it("stays the chosen one where types are alike, and the answer says how many are", () => {
    const made = guess(dumpOf({ ...HOST, machine: "pc-q35-7.2", cpu: "EPYC" }));
    expect(made?.selection.machine).toBe("q35");
    expect(made?.machines?.chosen).toBeUndefined();
    expect(made?.machines?.count).toBeGreaterThan(30);
    expect(made?.machines?.ranges[0]?.last).toBe("pc-q35-11.1");
  });

  it("an old type may know a model by other numbers", () => {
    const made = guess(dumpOf({ ...HOST, machine: "pc-q35-5.2", cpu: "qemu64" }));
    expect(made?.selection.cpu).toBe("qemu64");
    expect(made?.machines?.ranges[0]).toMatchObject({ last: "pc-q35-6.0" });
  });

  it("Xen emulation needs the split interrupt controller on every type", () => {
    const made = guess(dumpOf({ ...HOST, cpu: "EPYC", irqchip: "split", xenVersion: 0x4000a }));
    expect(made?.flags?.sureness).toBe("exact");
    expect(made?.machines?.of).toBeGreaterThan(30);
  });
});

describe("a dump without hypervisor leaves", () => {
  const whole = dumpOf({ ...HOST, cpu: "EPYC" });
  const cpu = decodeCpu(catalog, "guest", {
    label: "",
    leaves: whole.leaves.filter(({ leaf }) => leaf < 0x40000000 || leaf >= 0x80000000),
  });

  it("tells the CPU model and nothing of flags", () => {
    const made = guess(cpu);
    expect(made?.selection.cpu).toBe("EPYC");
    expect([made?.flags, made?.machines]).toEqual([undefined, undefined]);
  });

  it("has nothing missing and nothing lacked", () => {
    const rows = compareDump(catalog, "guest", cpu, resolveVm(catalog, vm({ ...HOST, cpu: "EPYC" })));
    expect(new Set(rows.map(({ family }) => family))).toEqual(new Set(["cpu"]));
    expect(lackedFeatures(catalog, vm(HOST), "guest", cpu, "linux")).toEqual([]);
  });
});

describe("measured guests, of which only four CPU leaves are known", () => {
  const decoded = ({ name, leaves }: MeasuredCase): DecodedCpu =>
    decodeCpu(catalog, "guest", {
      label: name,
      leaves: Object.entries(leaves).map(([leaf, { eax, ebx, ecx, edx }]) => ({
        leaf: u32(Number(leaf)),
        subleaf: 0,
        line: 0,
        words: { eax: Number(eax), ebx: Number(ebx), ecx: Number(ecx), edx: Number(edx) },
      })),
    });
  const every = 16;
  const cases = observed<MeasuredGuests>("guest-").flatMap(({ value: { cases: all, qemu, kernel } }) =>
    all
      .filter(({ starts, leaves }) => starts && leaves["0x40000000"] !== undefined)
      .filter((_, index) => index % every === 0)
      .map((row) => ({ row, qemu, kernel })),
  );

  it("their model is always among those named, and nearly all leaves come out bit for bit", () => {
    const guesses = cases.map(({ row, qemu, kernel }) => ({
      row,
      made: guess(decoded(row), { qemu, kernel, vendor: "amd", cpu: "Nehalem" }),
    }));
    for (const { row, made } of guesses) {
      const model = /-cpu ([^, ]+)/.exec(row.args)?.[1] ?? "";
      // The model `base` announces no leaf that could tell it.
      const isNamed = made?.cpu ? made.cpu.models.some((name) => isOf(name, model)) : model === "base";
      expect({ args: row.args, isNamed }).toEqual({ args: row.args, isNamed: true });
    }
    const exact = guesses.filter(({ made }) => made?.flags?.sureness === "exact");
    expect(exact.length / guesses.length).toBeGreaterThan(0.95);
  });

  const isOf = (name: string, model: string): boolean => name.replace(/-v\d+$/, "") === model.replace(/-v\d+$/, "");
});
