// The proof of the engine: every measured start of a real QEMU against the prediction for its command line, bit for bit.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { and, bits, hex, textWord, type U32 } from "#base/u32.ts";
import { resolveVm } from "#engine/resolve.ts";
import type { ResolvedVm } from "#engine/resolved.ts";
import type { HostSelection } from "#engine/selection.ts";
import { realCatalog } from "#testing/catalog.ts";
import {
  observed,
  type MeasuredCase,
  type MeasuredDefaults,
  type MeasuredGuests,
  type MeasuredLeaf,
} from "#testing/observed.ts";
import { catalogFolder } from "../../tools/read-catalog.ts";
import { parseQemuArgv } from "./qemu-argv.ts";

const catalog = realCatalog();
const REGISTERS = ["eax", "ebx", "ecx", "edx"] as const;
type Register = (typeof REGISTERS)[number];

// ---- what may differ, by the names of observed/README.md; each looks at the measurement only, never at a case's name

const isBeyond = (measured: MeasuredCase, leaf: U32): boolean => {
  const base = leaf >= 0x40000100 && measured.leaves["0x40000100"] !== undefined ? "0x40000100" : "0x40000000";
  const highest = measured.leaves[base]?.eax;
  return leaf >= 0x40000000 && leaf < 0x80000000 && highest !== undefined && leaf > Number(highest);
};

const isXen = (leaf: MeasuredLeaf | undefined): boolean => Number(leaf?.ebx) === textWord("XenV");

/** Excuses of one register: the bits that need not match. */
const REGISTER_EXCUSES: Readonly<Record<string, (measured: MeasuredCase, leaf: U32, register: Register) => U32>> = {
  "xen-tsc": (measured, leaf) => (isXen(measured.leaves[hex(leaf - 3)]) ? 0xffffffff : 0),
  "host-cpu": (_, leaf, register) => {
    if (leaf >= 0x40000000 && leaf < 0x80000000) return 0;
    return leaf === 1 && register === "ecx" ? and(0xffffffff, ~bits([31, 21])) : 0xffffffff;
  },
  // The timing leaf tells the TSC frequency of the host, unless the command line fixes it.
  "host-tsc": (measured, leaf, register) =>
    leaf === 0x40000010 && register === "eax" && !measured.args.includes("tsc-frequency=") ? 0xffffffff : 0,
  // `max` and `host` with migratable=off take invtsc from a host CPU that has it, and with it comes the timing leaf.
  "host-invtsc": (measured, leaf, register) => {
    if (!/-cpu (max|host),(.*,)?migratable=off/.test(measured.args)) return 0;
    const highestLeaf = leaf === 0x40000000 && register === "eax" ? 0x40000001 ^ 0x40000010 : 0;
    return leaf === 0x40000010 ? 0xffffffff : highestLeaf;
  },
  "beyond-maximum": (measured, leaf) => (isBeyond(measured, leaf) ? 0xffffffff : 0),
};

/** Excuses of one message that QEMU printed. */
const MESSAGE_EXCUSES: Readonly<Record<string, (message: string) => boolean>> = {
  "host-cpu-count": (message) => /^warning: Number of (SMP|hotpluggable) cpus requested/.test(message),
  // Behind an abort's message the C library adds a line with the source line of that very build.
  "assertion-line": (message) => /: Assertion `.*' failed\.$/.test(message),
};

/** Excuses of a whole start; Flipbit must say by a finding that it cannot know. */
const CASE_EXCUSES: Readonly<Record<string, { when: (measured: MeasuredCase) => boolean; finding: string }>> = {
  "tsc-frequency": {
    when: ({ messages }) => messages.some((message) => message.includes("TSC frequency")),
    finding: "tsc-frequency",
  },
  // The refusal names no paravirtual bit, so an ordinary feature of the emulated host was missing.
  "enforce-host-cpu": {
    when: ({ messages }) =>
      messages.includes("Host doesn't support requested features") &&
      !messages.some((message) => /CPUID\S*4000000/.test(message)),
    finding: "host-cpu-unknown",
  },
};

const used = new Set<string>();

const excuse = (name: string): true => {
  used.add(name);
  return true;
};

function excusedBits(measured: MeasuredCase, leaf: U32, register: Register, difference: U32): U32 {
  let left = difference;
  for (const [name, mask] of Object.entries(REGISTER_EXCUSES)) {
    const covered = and(left, mask(measured, leaf, register));
    if (covered !== 0 && excuse(name)) left = and(left, ~covered);
  }
  return left;
}

const messagesOf = ({ messages }: MeasuredCase): readonly string[] =>
  messages.filter((message) =>
    Object.entries(MESSAGE_EXCUSES).every(([name, covers]) => !(covers(message) && excuse(name))),
  );

// ---- the comparison

const COMPARED_CPU_LEAVES = [1, 7, 0x80000001];
const isCompared = (leaf: U32): boolean =>
  (leaf >= 0x40000000 && leaf <= 0x400001ff) || COMPARED_CPU_LEAVES.includes(leaf);

/** Every register that differs and is not excused, as text. */
function leafDifferences(measured: MeasuredCase, resolved: ResolvedVm): string[] {
  const ours = new Map(resolved.leaves.filter((row) => row.subleaf === 0).map((row) => [row.leaf, row]));
  const theirs = new Map(
    Object.entries(measured.leaves)
      .filter(([place]) => !place.includes(":"))
      .map(([place, row]) => [Number(place), row]),
  );
  const leaves = [...new Set([...ours.keys(), ...theirs.keys()])].filter(isCompared).toSorted((a, b) => a - b);
  return leaves.flatMap((leaf) =>
    REGISTERS.flatMap((register) => {
      const predicted = ours.get(leaf)?.[register] ?? 0;
      const seen = Number(theirs.get(leaf)?.[register] ?? 0);
      const left = excusedBits(measured, leaf, register, (predicted ^ seen) >>> 0);
      return left === 0 ? [] : [`${hex(leaf)} ${register}: predicted ${hex(predicted)}, measured ${hex(seen)}`];
    }),
  );
}

function predict(args: string, host: HostSelection): ResolvedVm {
  const vm = parseQemuArgv(args);
  if (!vm.ok) throw new Error(`not read: ${args}: ${JSON.stringify(vm.issues)}`);
  return resolveVm(catalog, { ...vm.value, host });
}

interface Comparison {
  readonly predicted: unknown;
  readonly measured: unknown;
}

/** The prediction beside the measurement; `hasLeaves` is false where nobody read the guest's leaves. */
function comparison(measured: MeasuredCase, host: HostSelection, hasLeaves = true): Comparison {
  const resolved = predict(measured.args, host);
  const whole = Object.entries(CASE_EXCUSES).find(([name, row]) => row.when(measured) && excuse(name));
  if (whole) {
    const findings = resolved.problems.map((problem) => problem.rule);
    return { predicted: findings.filter((rule) => rule === whole[1].finding), measured: [whole[1].finding] };
  }
  return {
    predicted: {
      starts: resolved.starts,
      messages: resolved.problems.filter((problem) => problem.printed).map((problem) => problem.text),
      leaves: hasLeaves ? leafDifferences(measured, resolved) : [],
    },
    measured: { starts: measured.starts ? "yes" : "no", messages: messagesOf(measured), leaves: [] },
  };
}

// ---- guests on hosts with Hyper-V

for (const { file, value } of observed<MeasuredGuests>("guest-qemu-")) {
  describe(file, () => {
    const host: HostSelection = { kernel: value.kernel, qemu: value.qemu, vendor: "amd", hyperv: true, smt: false };

    for (const measured of value.cases) {
      it(`${measured.name}: ${measured.args}`, () => {
        const { predicted, measured: wanted } = comparison(measured, host);
        expect(predicted).toEqual(wanted);
      });
    }
  });
}

// ---- guests on a host whose KVM has neither Hyper-V nor Xen emulation

const bareHost = (qemu: string): HostSelection => ({ kernel: "6.18", qemu, vendor: "amd", hyperv: false, xen: false });

const readObserved = (file: string): string => readFileSync(join(catalogFolder, "observed", file), "utf8");

/** One case for each `###` heading of a measured text. */
function sections(file: string): { heading: string; lines: readonly string[] }[] {
  const parts = readObserved(file).split(/^### /m).slice(1);
  return parts.map((part) => {
    const [heading = "", ...lines] = part.split("\n").map((line) => line.trimEnd());
    return { heading, lines };
  });
}

const PROGRAM = "qemu-system-x86_64: ";

const printedIn = (lines: readonly string[]): string[] =>
  lines
    .filter((line) => line.startsWith(PROGRAM))
    .map((line) => line.slice(PROGRAM.length))
    .filter((line) => !line.startsWith("terminating on signal"));

/** Reads `40000001: 0100007b 00000000 00000000 00000000`. */
function leavesIn(lines: readonly string[]): Record<string, MeasuredLeaf> {
  const words = lines.flatMap((line) => /^([0-9a-f]{8}):((?: [0-9a-f]{8}){4})$/.exec(line)?.slice(1, 3).join("") ?? []);
  return Object.fromEntries(
    words.map((line) => {
      const [leaf = "", eax = "", ebx = "", ecx = "", edx = ""] = line.split(" ").map((word) => `0x${word}`);
      return [leaf, { eax, ebx, ecx, edx }];
    }),
  );
}

describe("guest-qemu-7.2-linux-6.18-no-hyperv.txt", () => {
  // A guest that ran to its end printed a full stop.
  const cases = sections("guest-qemu-7.2-linux-6.18-no-hyperv.txt").map(({ heading, lines }): MeasuredCase => ({
    name: heading,
    args: heading,
    starts: lines.includes("."),
    messages: printedIn(lines),
    leaves: leavesIn(lines),
  }));

  it("has all its cases", () => {
    expect(cases).toHaveLength(91);
    expect(cases.filter((measured) => measured.starts)).toHaveLength(86);
  });

  for (const measured of cases) {
    it(measured.args, () => {
      const { predicted, measured: wanted } = comparison(measured, bareHost("7.2.22"));
      expect(predicted).toEqual(wanted);
    });
  }
});

describe("errors-qemu-7.2-no-hyperv.txt", () => {
  // 124: still running when its time was over. No leaves were read, so none are compared.
  const cases = sections("errors-qemu-7.2-no-hyperv.txt").map(({ heading, lines }) => {
    return { args: `-accel kvm ${heading}`, starts: lines.includes("rc=124 (124=ran)"), messages: printedIn(lines) };
  });

  it("has all its cases", () => {
    expect(cases).toHaveLength(42);
    expect(cases.filter((measured) => measured.starts)).toHaveLength(33);
  });

  for (const { args, starts, messages } of cases) {
    it(args, () => {
      const measured: MeasuredCase = { name: args, args, starts, messages, leaves: {} };
      const { predicted, measured: wanted } = comparison(measured, bareHost("7.2.22"), false);
      expect(predicted).toEqual(wanted);
    });
  }
});

describe("pv-defaults-observed.json", () => {
  const [measured] = observed<MeasuredDefaults>("pv-defaults-observed");
  const ordinary = ["x2apic", "svm", "monitor"];

  /** Ordinary flags are no outcomes: read the bit of the leaf. */
  const hasFlag = (resolved: ResolvedVm, name: string): boolean =>
    catalog.flags.words.some((word) =>
      Object.entries(word.flags).some(([index, flag]) => {
        const row = resolved.leaves.find((leaf) => leaf.leaf === Number(word.leaf) && leaf.subleaf === word.subleaf);
        return flag === name && row !== undefined && ((row[word.register] >>> Number(index)) & 1) === 1;
      }),
    );

  for (const { qemu, machine, cpu, on, values } of measured?.value.runs ?? []) {
    it(`QEMU ${qemu}, ${machine}, ${cpu}`, () => {
      const resolved = predict(`-machine ${machine} -cpu ${cpu}`, bareHost(qemu));
      const bitsOn = resolved.outcomes
        .filter((row) => row.outcome === "on" && catalog.featureById.get(row.feature)?.property?.type === "bit")
        .map((row) => row.property);
      const flagsOn = ordinary.filter((name) => hasFlag(resolved, name));
      expect(resolved.starts).toBe("yes");
      expect([...bitsOn, ...flagsOn].toSorted()).toEqual(on.toSorted());
      const build = resolved.outcomes.find((row) => row.property === "hv-version-id-build")?.value;
      expect(Number(build)).toBe(values["hv-version-id-build"]);
    });
  }
});

describe("the excuses", () => {
  it("are all needed", () => {
    const names = [REGISTER_EXCUSES, MESSAGE_EXCUSES, CASE_EXCUSES].flatMap((table) => Object.keys(table));
    expect([...used].toSorted()).toEqual(names.toSorted());
  });
});
