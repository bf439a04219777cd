// Compares one real guest with its prediction. What may differ is named here, and in docs/verify-stack.md; all else must match.
import { and, bits, hex, textWord, without, type U32 } from "#base/u32.ts";
import { REGISTERS, type Register } from "#catalog/schema/common.ts";
import type { ResolvedVm } from "#engine/resolved.ts";
import type { Guest } from "./guest.ts";

export interface GuestComparison {
  /** A line for each thing that differs. */
  readonly differences: readonly string[];
  /** Names of the excuses that were needed. */
  readonly excuses: ReadonlySet<string>;
}

const ALL = 0xffffffff;
const HYPERVISOR_BASE = 0x40000000;
const SECOND_BASE = 0x40000100;
const isHypervisorLeaf = (leaf: U32): boolean => leaf >= HYPERVISOR_BASE && leaf < 0x80000000;

function isBeyond(guest: Guest, leaf: U32): boolean {
  const hasSecond = (guest.leaves.get(SECOND_BASE)?.ebx ?? 0) !== 0;
  const base = leaf >= SECOND_BASE && hasSecond ? SECOND_BASE : HYPERVISOR_BASE;
  return isHypervisorLeaf(leaf) && leaf !== HYPERVISOR_BASE && leaf > (guest.leaves.get(base)?.eax ?? 0);
}

const isXen = (guest: Guest, leaf: U32): boolean => guest.leaves.get(leaf)?.ebx === textWord("XenV");

const isHyperV = (guest: Guest): boolean => guest.leaves.get(0x40000001)?.eax === textWord("Hv#1");

/** What follows from the number of vCPUs: their number in a package, HT, CMP_LEGACY. KVM may take these bits from the host. */
const PACKAGE: Readonly<Record<string, U32>> = {
  "0x00000001 ebx": 0x00ff0000,
  "0x00000001 edx": bits([28]),
  "0x80000001 ecx": bits([1]),
};
const isOwnTcgModel = ({ args }: Guest): boolean => /accel[= ]tcg/.test(args) && !/-cpu (max|host|base)\b/.test(args);

/** The bits of one register that need not match. */
type RegisterExcuse = (guest: Guest, leaf: U32, register: Register) => U32;

const REGISTER_EXCUSES: Readonly<Record<string, RegisterExcuse>> = {
  // Xen's leaf with TSC data.
  "xen-tsc": (guest, leaf) => (isXen(guest, leaf - 3) ? ALL : 0),
  // Ordinary leaves: all but the hypervisor bit, x2apic and what TCG says of the vCPUs depends on the host's processor.
  "host-cpu": (guest, leaf, register) => {
    if (isHypervisorLeaf(leaf)) return 0;
    if (leaf === 1 && register === "ecx") return without(ALL, bits([31, 21]));
    return isOwnTcgModel(guest) ? without(ALL, PACKAGE[`${hex(leaf)} ${register}`] ?? 0) : ALL;
  },
  // KVM's own limit of vCPUs.
  "hv-max-vcpus": (guest, leaf, register) =>
    leaf === 0x40000005 && register === "eax" && isHyperV(guest) && guest.args.includes("passthrough") ? ALL : 0,
  // The timing leaf tells the host's TSC frequency, unless the command line fixes it.
  "host-tsc": ({ args }, leaf, register) =>
    leaf === 0x40000010 && register === "eax" && !args.includes("tsc-frequency=") ? ALL : 0,
  // `host` and `max` with migratable=off take invtsc from a processor that has it, and with it comes the timing leaf.
  "host-invtsc": ({ args }, leaf, register) => {
    if (!/-cpu (max|host),(.*,)?migratable=off/.test(args)) return 0;
    if (leaf === 0x40000010) return ALL;
    return leaf === HYPERVISOR_BASE && register === "eax" ? 0x40000001 ^ 0x40000010 : 0;
  },
  // Above the announced highest leaf some processors answer with their highest basic leaf.
  "beyond-maximum": (guest, leaf) => (isBeyond(guest, leaf) ? ALL : 0),
};

/** Messages that need not be predicted. */
const MESSAGE_EXCUSES: Readonly<Record<string, RegExp>> = {
  "host-cpu-count": /^warning: Number of (SMP|hotpluggable) cpus requested/,
  // Behind an abort's message the C library adds a line with the source line of that very build.
  "assertion-line": /: Assertion `.*' failed\.$/,
  // Ordinary features that this host, or TCG, cannot give; the paravirtual leaf is not among them.
  "ordinary-features": /doesn't support requested feature: (?!CPUID\S*4000000)|^warning: This feature depends on/,
  "host-phys-bits": /^warning: Host physical bits/,
};

/** Whole starts that need not match; the prediction must then say by a finding that it cannot know. */
const START_EXCUSES: Readonly<Record<string, { when: (guest: Guest) => boolean; finding: string }>> = {
  "tsc-frequency": {
    when: ({ messages }) => messages.some((message) => message.includes("TSC frequency")),
    finding: "tsc-frequency",
  },
  // The refusal names no paravirtual bit, so an ordinary feature was missing.
  "enforce-host-cpu": {
    when: ({ messages }) =>
      messages.some((message) => /^(Host|TCG) doesn't support requested features/.test(message)) &&
      !messages.some((message) => /CPUID\S*4000000/.test(message)),
    finding: "host-cpu-unknown",
  },
};

/** Compares start, messages and every leaf that the guest read; without `leaves` only what came before the guest ran. */
export function compareGuest(guest: Guest, predicted: ResolvedVm, leaves = true): GuestComparison {
  const excuses = new Set<string>();
  const whole = Object.entries(START_EXCUSES).find(([, { when }]) => when(guest));
  if (whole) {
    const [name, { finding }] = whole;
    const isSaid = predicted.problems.some(({ rule }) => rule === finding);
    return {
      differences: isSaid ? [] : [`measured: ${guest.messages.join(" / ")}`, `predicted: no finding ${finding}`],
      excuses: new Set([name]),
    };
  }
  const differences = [
    ...startDifferences(guest, predicted),
    ...messageDifferences(guest, predicted, excuses),
    ...(leaves && guest.started && predicted.starts === "yes" ? leafDifferences(guest, predicted, excuses) : []),
  ];
  return { differences, excuses };
}

function startDifferences({ started, end }: Guest, { starts }: ResolvedVm): string[] {
  const measured = started ? "yes" : "no";
  return starts === measured ? [] : [`starts: predicted ${starts}, measured ${measured} (${end})`];
}

function messageDifferences(guest: Guest, predicted: ResolvedVm, excuses: Set<string>): string[] {
  const measured = guest.messages.filter((message) => {
    const excuse = Object.entries(MESSAGE_EXCUSES).find(([, pattern]) => pattern.test(message))?.[0];
    if (excuse !== undefined) excuses.add(excuse);
    return excuse === undefined;
  });
  const printed = predicted.problems.filter((problem) => problem.printed).map((problem) => problem.text);
  if (printed.join("\n") === measured.join("\n")) return [];
  const list = (lines: readonly string[]): string => (lines.length === 0 ? "none" : lines.join(" / "));
  return [`messages predicted: ${list(printed)}`, `messages measured:  ${list(measured)}`];
}

function leafDifferences(guest: Guest, predicted: ResolvedVm, excuses: Set<string>): string[] {
  const ours = new Map(predicted.leaves.filter((row) => row.subleaf === 0).map((row) => [row.leaf, row]));
  const missing = [...ours.keys()].filter((leaf) => isHypervisorLeaf(leaf) && !guest.leaves.has(leaf));
  const unread = missing.map((leaf) => `${hex(leaf)}: predicted, but the firmware does not read it`);
  const found = [...guest.leaves].flatMap(([leaf, measured]) =>
    REGISTERS.flatMap((register) => {
      const wanted = ours.get(leaf)?.[register] ?? 0;
      const left = unexcused(guest, leaf, register, (wanted ^ measured[register]) >>> 0, excuses);
      if (left === 0) return [];
      return [`${hex(leaf)} ${register}: predicted ${hex(wanted)}, measured ${hex(measured[register])}`];
    }),
  );
  return [...unread, ...found];
}

function unexcused(guest: Guest, leaf: U32, register: Register, difference: U32, excuses: Set<string>): U32 {
  let left = difference;
  for (const [name, mask] of Object.entries(REGISTER_EXCUSES)) {
    const covered = and(left, mask(guest, leaf, register));
    if (covered === 0) continue;
    excuses.add(name);
    left = without(left, covered);
  }
  return left;
}
