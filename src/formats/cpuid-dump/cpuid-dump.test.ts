// Every format against what the real programs printed, broken texts, and the way back.
import { readFileSync } from "node:fs";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { hex } from "#base/u32.ts";
import { REGISTERS } from "#catalog/schema/common.ts";
import type { Dump, DumpCpu, DumpLeaf } from "#engine/dump/dump.ts";
import { observed } from "#testing/observed.ts";
import { resolved } from "#testing/vm.ts";
import { printRaw } from "../cpuid-raw.ts";
import { cpuidTool } from "./cpuid-tool.ts";
import { DUMP_FORMATS, dumpKind, parseDump, recogniseDump } from "./index.ts";
import { rawDump } from "./raw.ts";

const captured = (name: string): string => readFileSync(new URL(`captured/${name}`, import.meta.url), "utf8");

const words = (cpu: DumpCpu | undefined, leaf: number, subleaf = 0): string[] | undefined => {
  const found = cpu?.leaves.find((row) => row.leaf === leaf && row.subleaf === subleaf)?.words;
  return found && [found.eax, found.ebx, found.ecx, found.edx].map((word) => (word === undefined ? "-" : hex(word)));
};

const KVM = ["0x40000001", "0x4b4d564b", "0x564b4d56", "0x0000004d"];
const KVM_FEATURES = ["0x01007efb", "0x00000000", "0x00000000", "0x00000000"];

describe("captured from real programs", () => {
  it("cpuid -r of a machine with two processors", () => {
    const dump = parseDump(captured("cpuid-r.txt"));
    expect([dump.format, dump.about, dump.issues]).toEqual(["cpuid-tool", "guest", []]);
    expect(dump.cpus.map(({ label, leaves }) => [label, leaves.length])).toEqual([
      ["CPU 0", 81],
      ["CPU 1", 81],
    ]);
    expect(words(dump.cpus[1], 0x40000000)).toEqual(KVM);
    expect(words(dump.cpus[0], 0xd, 0xb)).toEqual(["0x00000010", "0x00000000", "0x00000001", "0x00000000"]);
    expect(words(dump.cpus[0], 0x80000000)?.[0]).toBe("0x80000021");
  });

  it("cpuid -1 -r", () => {
    const dump = parseDump(captured("cpuid-1-r.txt"));
    expect([dump.format, dump.issues, dump.cpus.length]).toEqual(["cpuid-tool", [], 1]);
    expect(words(dump.cpus[0], 0x40000001)).toEqual(KVM_FEATURES);
    expect(cpuidTool.print?.(dump)).toBe(captured("cpuid-1-r.txt").replace("CPU:", "CPU 0:"));
  });

  it("kcpuid -r, with subleaves below their leaf", () => {
    const dump = parseDump(captured("kcpuid-r.txt"));
    expect([dump.format, dump.issues, dump.cpus.length]).toEqual(["kcpuid", [], 1]);
    expect(dump.cpus[0]?.leaves).toHaveLength(27);
    expect(words(dump.cpus[0], 7)).toEqual(["0x00000001", "0xf1bf07ab", "0x00405fc6", "0x00000010"]);
    expect(words(dump.cpus[0], 0xd, 12)).toEqual(["0x00000018", "0x00000000", "0x00000001", "0x00000000"]);
    expect(words(dump.cpus[0], 0x8000001d, 3)?.[0]).toBe("0x00004163");
  });

  it("kcpuid -l 7: its words, and not what it explains below them", () => {
    const dump = parseDump(captured("kcpuid-l-7.txt"));
    expect([dump.format, dump.issues, dump.cpus.length]).toEqual(["kcpuid", [], 1]);
    expect(words(dump.cpus[0], 7)?.[1]).toBe("0xf1bf07ab");
    expect(words(dump.cpus[0], 7, 1)?.[0]).toBe("0x00000020");
  });

  it("x86info -r, between its sentences", () => {
    const text = captured("x86info-r.txt");
    const dump = parseDump(text);
    expect([dump.format, dump.issues, dump.cpus.length]).toEqual(["x86info", [], 1]);
    expect(dump.cpus[0]?.leaves).toHaveLength(63);
    expect(words(dump.cpus[0], 7)).toEqual(["0x00000001", "0xf1bf07ab", "0x00405fc6", "0x00000010"]);
    const broken = parseDump(text.replace("eax in: 0x00000003, eax = 00000000", "eax in: 0x00000003, eax = 0000"));
    expect(broken.issues.map(({ line, rule }) => [line, rule])).toEqual([[17, "unknown-line"]]);
    expect(parseDump(text + text).cpus).toHaveLength(2);
  });

  it.each([
    ["cpuid-1.txt", "cpuid -r"],
    ["kcpuid-a.txt", "kcpuid -r"],
  ])("%s explains and has no words: the answer names the command that prints them", (file, command) => {
    const dump = parseDump(captured(file));
    expect(dump.cpus).toEqual([]);
    expect(dump.issues).toHaveLength(1);
    expect(dump.issues[0]).toMatchObject({ rule: "explained", line: 0 });
    expect(dump.issues[0]?.message).toContain(`\`${command}\` prints them`);
  });

  it("columns without any mark, as a guest's firmware prints them", () => {
    const dump = parseDump(captured("guest-tcg.txt"));
    expect([dump.format, dump.issues, dump.cpus.length]).toEqual(["raw", [], 1]);
    expect(words(dump.cpus[0], 0x40000000)).toEqual(["0x40000001", "0x54474354", "0x43544743", "0x47435447"]);
  });

  it("a QMP session with feature-words, greeting included", () => {
    const dump = parseDump(captured("feature-words.txt"));
    expect([dump.format, dump.about, dump.issues, dump.cpus.length]).toEqual(["feature-words", "model", [], 1]);
    expect(words(dump.cpus[0], 0x40000001)).toEqual(["0x0100007b", "-", "-", "0x00000000"]);
    expect(dump.cpus[0]?.leaves.find((row) => row.leaf === 0x40000001)?.line).toBe(3);
  });

  it("a CPU model expansion", () => {
    const dump = parseDump(captured("model-expansion.txt"));
    expect([dump.format, dump.about, dump.issues, dump.cpus.length]).toEqual(["model-expansion", "model", [], 1]);
    expect(dump.cpus[0]?.label).toBe("EPYC");
    expect(dump.cpus[0]?.properties?.["hv-relaxed"]).toBe(false);
    expect(dump.cpus[0]?.properties?.["sse2"]).toBe(true);
  });

  it("the host probe's JSON: two lists that both begin at 0x40000000 stay apart", () => {
    const file = observed("host-linux-6.12-amd")[0];
    const dump = parseDump(JSON.stringify(file?.value));
    expect([dump.format, dump.about, dump.issues]).toEqual(["leaves-json", "host", []]);
    expect(dump.cpus.map(({ label }) => label)).toEqual(["KVM_GET_SUPPORTED_CPUID", "KVM_GET_SUPPORTED_HV_CPUID"]);
    expect(words(dump.cpus[0], 0x40000001)?.[0]).toBe("0x01007efb");
  });

  it("measured guests", () => {
    const file = observed<{ cases: readonly { leaves: object }[] }>("guest-qemu-7.2.22-linux-6.1-amd.json")[0];
    const dump = parseDump(JSON.stringify(file?.value));
    expect(dump.format).toBe("leaves-json");
    const filled = file?.value.cases.filter(({ leaves }) => Object.keys(leaves).length > 0);
    expect(dump.cpus.length).toBe(filled?.length);
    expect(dump.issues).toEqual([]);
  });
});

describe("shapes of the raw form", () => {
  const SHAPES = [
    "00000007.1: 00000001 00000002 00000003 00000004",
    "00000007 00000001 00000001 00000002 00000003 00000004",
    "0x00000007 0x01: eax=0x1 ebx=0x2 ecx=0x3 edx=0x4 ",
    "0x7.1: 0x1 0x2 0x3 0x4",
    "0x7[1]: 0x00000001, 0x00000002, 0x00000003, 0x00000004",
    "7[0x1]: EAX: 00000001 EBX: 00000002 ECX: 00000003 EDX: 00000004",
    "leaf 0x7, subleaf 0x1: eax=1 ebx=2 ecx=3 edx=4",
    "CPUID 00000007: 00000001-00000002-00000003-00000004 [SL 01]",
    "CPUID 00000007:01 = 00000001 00000002 00000003 00000004",
    "| 0x00000007 0x1 | eax=0x1 ebx=0x2 ecx=0x3 edx=0x4".slice(2),
  ];
  it.each(SHAPES)("%s", (line) => {
    const { cpus, issues } = rawDump.parse(line);
    expect(issues).toEqual([]);
    expect(cpus[0]?.leaves).toEqual([{ leaf: 7, subleaf: 1, line: 1, words: { eax: 1, ebx: 2, ecx: 3, edx: 4 } }]);
    expect(recogniseDump(line)).toBeDefined();
  });

  it("registers that are not given stay unknown", () => {
    expect(rawDump.parse("40000001: eax=0x01007efb").cpus[0]?.leaves[0]?.words).toEqual({ eax: 0x01007efb });
  });

  it("a leaf that comes again begins the next processor where no heading does", () => {
    const block = "1: 0x1 0x2 0x3 0x4\n40000001: 0x1 0x0 0x0 0x0\n";
    expect(parseDump(block + block, "raw").cpus.map(({ leaves }) => leaves.length)).toEqual([2, 2]);
  });

  it.each(["1 2 3 4", "hello world", "40000001 4b4d564b 564b4d56 0000004d", "0x1: 0x1 0x2 0x3", "0x1: eax=1 eax=2"])(
    "is no leaf: %s",
    (line) => {
      const { cpus, issues } = rawDump.parse(line);
      expect(cpus).toEqual([]);
      expect(issues).toEqual([{ rule: "unknown-line", line: 1, where: "line 1", message: `not understood: ${line}` }]);
    },
  );
});

describe("comments", () => {
  const COPIED = [
    "# copied from Flipbit",
    "CPU 0:",
    "#  0x00000000 0x00: eax=? ebx=0x68747541 ecx=0x444d4163 edx=0x69746e65",
    "#  0x00000007 0x00: eax=? ebx=? ecx=? edx=?",
    "   0x40000001 0x00: eax=0x01007efb ebx=0x00000000 ecx=0x00000000 edx=0x00000000",
    "#  the end",
  ].join("\n");

  it("are no unread lines; words that stand in them are read, and those marked ? stay unknown", () => {
    const dump = parseDump(COPIED);
    expect([dump.format, dump.issues]).toEqual(["cpuid-tool", []]);
    expect(dump.cpus.map(({ leaves }) => leaves.map((row) => row.leaf))).toEqual([[0, 0x40000001]]);
    expect(words(dump.cpus[0], 0)).toEqual(["-", "0x68747541", "0x444d4163", "0x69746e65"]);
  });

  it.each(DUMP_FORMATS.filter(({ id }) => ["kcpuid", "x86info", "raw"].includes(id)).map((codec) => [codec.id, codec]))(
    "are passed over by %s",
    (_, codec) => expect(codec.parse("#  0x00000007 0x00: eax=? ebx=? ecx=? edx=?\n").issues).toEqual([]),
  );

  it("in the raw form a heading names a processor, and a line of unknown words does not", () => {
    const dump = parseDump(`# first\n1: eax=1\n#  0x00000007 0x00: eax=? ebx=? ecx=? edx=?\n7: eax=1`, "raw");
    expect(dump.cpus.map(({ label, leaves }) => [label, leaves.length])).toEqual([["first", 2]]);
  });
});

describe("what serial lines and editors do to a text", () => {
  const clean = parseDump(captured("cpuid-r.txt"));

  it.each([
    ["Windows line ends", (text: string) => text.replaceAll("\n", "\r\n")],
    ["old line ends", (text: string) => text.replaceAll("\n", "\r")],
    ["a mark in front", (text: string) => `\ufeff${text}`],
    [
      "mixed line ends",
      (text: string) => text.replaceAll("\n", (_end, at: number) => ["\n", "\r\n", "\r"][at % 3] ?? ""),
    ],
  ])("%s change nothing, not even the line numbers", (_, change) => {
    expect(parseDump(change(captured("cpuid-r.txt")))).toEqual(clean);
  });

  it("NUL characters are taken out, and their number and first line are said", () => {
    const dump = parseDump(captured("cpuid-r.txt").replace("CPU 1:", "CPU\0 1\0:"));
    expect(dump.cpus).toEqual(clean.cpus);
    expect(dump.issues).toEqual([
      { rule: "nul", line: 83, where: "line 83", message: "NUL characters were taken out (2, here the first)" },
    ]);
    expect(dump.issueCount).toBe(1);
  });

  it("UTF-16, as PowerShell writes it, is read", () => {
    const utf16 = Buffer.from(`\ufeff${captured("cpuid-1-r.txt").replaceAll("\n", "\r\n")}`, "utf16le");
    const dump = parseDump(new TextDecoder().decode(utf16));
    expect(dump.cpus).toEqual(parseDump(captured("cpuid-1-r.txt")).cpus);
    expect(dump.issues.map(({ rule }) => rule)).toEqual(["nul"]);
  });

  it("10 MB with a thousand processors and a broken line in each are read whole", () => {
    const one = captured("cpuid-1-r.txt").split("\n").slice(1).join("\n");
    const cpus = Array.from({ length: 1600 }, (_, index) => `CPU ${index}:\n${one}   0x00000001 0x00: eax=\n`);
    const text = cpus.join("");
    expect(text.length).toBeGreaterThan(10_000_000);
    const dump = parseDump(text);
    expect([dump.cpus.length, dump.issueCount, dump.issues.length]).toEqual([1600, 1600, 200]);
    expect(dump.cpus.every(({ leaves }) => leaves.length === 81)).toBe(true);
    expect(dump.issues[199]?.line).toBe(200 * 83);
  });
});

describe("does a text look like a dump", () => {
  it.each([
    ["cpuid-r.txt", "cpuid-tool"],
    ["kcpuid-r.txt", "kcpuid"],
    ["kcpuid-l-7.txt", "kcpuid"],
    ["x86info-r.txt", "x86info"],
    ["guest-kvm.txt", "raw"],
    ["feature-words.txt", "feature-words"],
    ["model-expansion.txt", "model-expansion"],
    ["cpuid-1.txt", undefined],
    ["kcpuid-a.txt", undefined],
  ])("%s: %s", (file, format) => {
    expect(dumpKind(captured(file))).toMatchObject({ format });
    expect(dumpKind(captured(file))?.title).not.toBe("");
  });

  it.each([
    ["nothing", ""],
    ["a sentence", "Leaf 1 holds the signature, leaf 7 the newer flags."],
    ["a command line", "qemu-system-x86_64 -machine q35,accel=kvm -cpu EPYC,hv-relaxed"],
    ["a log with a register dump", "EAX=00000000 EBX=00000000 ECX=00000000 EDX=00000663\nESI=00000000 EDI=00000000"],
    ["a KubeVirt object", '{"kind": "VirtualMachine", "spec": {"domain": {"cpu": {"model": "EPYC"}}}}'],
    ["a hex dump", "00000000: 7f45 4c46 0201 0100 0000 0000 0000 0000  .ELF............"],
    ["a log with one leaf", `1: 0x1 0x2 0x3 0x4\n${"qemu: warning: something else\n".repeat(5)}`],
  ])("not %s", (_, text) => expect(dumpKind(text)).toBeUndefined());

  it("a long text is judged by its beginning", () => {
    expect(dumpKind(captured("cpuid-r.txt").repeat(2) + "nonsense\n".repeat(200_000))?.format).toBe("cpuid-tool");
    expect(dumpKind("x".repeat(5_000_000))).toBeUndefined();
  });
});

describe("broken texts", () => {
  it("a broken line is named by its number, and the others are read", () => {
    const lines = captured("cpuid-r.txt").split("\n");
    lines[4] = "   0x00000003 0x00: eax=0x000000";
    const dump = parseDump(lines.join("\n"));
    expect(dump.cpus[0]?.leaves.length).toBe(80);
    expect(dump.issues.map(({ line, rule }) => [line, rule])).toEqual([[5, "unknown-line"]]);
  });

  it("a leaf given twice with other values is an issue, and the first stays", () => {
    const dump = parseDump("CPU 0:\n1: 1 2 3 4\n".replace("1 2 3 4", "eax=1") + "7: eax=5\n7: eax=6\n", "raw");
    expect(dump.cpus[0]?.leaves.find((row) => row.leaf === 7)?.words.eax).toBe(5);
    expect(dump.issues.map(({ line, rule }) => [line, rule])).toEqual([[4, "said-twice"]]);
  });

  it("broken JSON has the line of the break", () => {
    const text = '{\n  "supportedCpuid": [\n    {"leaf": "0x1", oops}\n  ]\n}';
    expect(parseDump(text).issues.map(({ line, rule }) => [line, rule])).toEqual([[3, "json"]]);
  });

  it("counts all issues and keeps the first", () => {
    const dump = parseDump(`${"nonsense\n".repeat(5000)}`, "raw");
    expect([dump.issueCount, dump.issues.length, dump.issues[199]?.line]).toEqual([5000, 200, 200]);
  });

  it("a text of no format says so", () => {
    expect(parseDump("Lorem ipsum").issues.map(({ rule }) => rule)).toEqual(["unknown-format"]);
    expect(parseDump("").issueCount).toBe(1);
  });

  it("long lines and runs of spaces are refused at once, not tried in every way", () => {
    const spaces = parseDump(`${`0x1 ${" ".repeat(280)}x\n`.repeat(2000)}`, "raw");
    expect(spaces.issueCount).toBe(2000);
    expect(parseDump(`--- ${"= -".repeat(5000)}x`, "raw").issueCount).toBe(1);
  });

  it("a heading names the processor", () => {
    const dump = parseDump("### first ###\n1: 1 2 3 4\n--- vCPU two ---\n40000001: eax=1\n", "raw");
    expect(dump.issues.map(({ line }) => line)).toEqual([2]);
    expect(dump.cpus.map(({ label }) => label)).toEqual(["vCPU two"]);
  });

  it("never throws, whatever it is given", () => {
    const text = fc.oneof(fc.string(), fc.json(), fc.string({ unit: fc.constantFrom(...'0x1af:.[] \n{}"eax=-') }));
    fc.assert(
      fc.property(text, (given) => {
        parseDump(given);
        for (const { id } of DUMP_FORMATS) parseDump(given, id);
      }),
    );
  });
});

const word = fc.oneof(fc.nat(0xffffffff), fc.constantFrom(0, 0x80000000, 0xffffffff));
/** All four registers, or some of them, as in a prediction that does not know the others. */
const registers = fc.oneof(
  fc.record({ eax: word, ebx: word, ecx: word, edx: word }),
  fc
    .record({ eax: word, ebx: word, ecx: word, edx: word }, { requiredKeys: [] })
    .filter((given) => Object.keys(given).length > 0),
);
const leaf = fc.record({ leaf: word, subleaf: fc.nat(0xff), words: registers });
const cpu = fc.uniqueArray(leaf, {
  minLength: 1,
  maxLength: 20,
  selector: (row) => `${row.leaf}:${row.subleaf}`,
});

const dumpOf = (cpus: readonly (readonly Omit<DumpLeaf, "line">[])[]): Dump => ({
  format: "raw",
  about: "guest",
  issues: [],
  issueCount: 0,
  cpus: cpus.map((rows, index) => ({ label: `CPU ${index}`, leaves: rows.map((row) => ({ ...row, line: 0 })) })),
});

const withoutLines = ({ cpus }: Dump) =>
  cpus.map(({ label, leaves }) => [label, leaves.map(({ line: _line, ...rest }) => rest)]);

describe("the way back", () => {
  const printing = DUMP_FORMATS.filter(({ print }) => print !== undefined);
  it.each(printing.map((codec) => [codec.id, codec] as const))("%s keeps every word", (_, codec) => {
    fc.assert(
      fc.property(fc.array(cpu, { minLength: 1, maxLength: 4 }), (cpus) => {
        const dump = dumpOf(cpus);
        const text = codec.print?.(dump) ?? "";
        expect(recogniseDump(text)?.id).toBe(codec.id);
        const again = codec.parse(text);
        expect(again.issues).toEqual([]);
        expect(withoutLines(again)).toEqual(withoutLines(dump));
      }),
      { numRuns: 200 },
    );
  });
  it("what the page copies of a prediction is read without a word lost or made up", () => {
    for (const cpu of ["EPYC,hv-relaxed,hv-vpindex", "Skylake-Server-v4", "host", "max,kvm=off"]) {
      const { leaves } = resolved({ cpu });
      const dump = parseDump(printRaw(leaves));
      expect([dump.format, dump.issues]).toEqual(["cpuid-tool", []]);
      const known = leaves.flatMap(({ leaf, subleaf, unpredicted, ...row }) => {
        const given = REGISTERS.filter((register) => !unpredicted.includes(register));
        const words = Object.fromEntries(given.map((register) => [register, row[register]]));
        return given.length === 0 ? [] : [{ leaf, subleaf, words }];
      });
      expect(dump.cpus[0]?.leaves.map(({ line: _line, ...row }) => row)).toEqual(known);
    }
  });
});
