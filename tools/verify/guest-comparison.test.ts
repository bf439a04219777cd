// The comparison is fed with recorded guests: all recorded ones agree, and a planted difference is found.
import { describe, expect, it } from "vitest";
import { u32 } from "#base/u32.ts";
import { resolveVm } from "#engine/resolve.ts";
import type { ResolvedVm } from "#engine/resolved.ts";
import { parseQemuArgv } from "#formats/qemu-argv.ts";
import { realCatalog } from "#testing/catalog.ts";
import { observed, type MeasuredCase, type MeasuredGuests } from "#testing/observed.ts";
import { compareGuest } from "./guest-comparison.ts";
import type { Guest } from "./guest.ts";

const guestOf = ({ args, starts, messages, leaves }: MeasuredCase): Guest => ({
  args,
  started: starts,
  end: "",
  messages,
  leaves: new Map(
    Object.entries(leaves)
      .filter(([leaf]) => !leaf.includes(":"))
      .map(([leaf, row]) => [
        u32(Number(leaf)),
        { eax: Number(row.eax), ebx: Number(row.ebx), ecx: Number(row.ecx), edx: Number(row.edx) },
      ]),
  ),
});

const predict = (args: string, { kernel, qemu }: MeasuredGuests): ResolvedVm => {
  const vm = parseQemuArgv(args);
  if (!vm.ok) throw new Error(args);
  return resolveVm(realCatalog(), { ...vm.value, host: { kernel, qemu, vendor: "amd", hyperv: true, smt: false } });
};

const recorded = observed<MeasuredGuests>("guest-qemu-11.1.3-linux-6.12-amd.json")[0]!.value;
const named = (args: string): MeasuredCase => recorded.cases.find((row) => row.args === args)!;
const hyperv = named("-machine q35,accel=kvm -cpu EPYC,hv-relaxed");

describe("recorded guests", () => {
  it.each(observed<MeasuredGuests>("guest-qemu-11.1.3"))("of $file agree", ({ value }) => {
    const wrong = value.cases.flatMap((row) => compareGuest(guestOf(row), predict(row.args, value)).differences);
    expect(wrong).toEqual([]);
  });
});

describe("a planted difference", () => {
  const predicted = predict(hyperv.args, recorded);
  const guest = guestOf(hyperv);
  const differences = (changed: Partial<Guest>): readonly string[] =>
    compareGuest({ ...guest, ...changed }, predicted).differences;
  const withLeaf = (leaf: number, words: Partial<Record<"eax" | "ebx" | "ecx" | "edx", number>>): Partial<Guest> => ({
    leaves: new Map([...guest.leaves, [leaf, { eax: 0, ebx: 0, ecx: 0, edx: 0, ...guest.leaves.get(leaf), ...words }]]),
  });

  it("in a bit", () => {
    expect(differences(withLeaf(0x40000101, { eax: 0 }))).toEqual([
      expect.stringMatching(/^0x40000101 eax: predicted 0x0\w+, measured 0x00000000$/),
    ]);
  });

  it("in the start and in a message", () => {
    expect(differences({ started: false, end: "exit status 1", messages: ["no"] })).toEqual([
      "starts: predicted yes, measured no (exit status 1)",
      "messages predicted: none",
      "messages measured:  no",
    ]);
  });

  it("in a leaf that the firmware did not read", () => {
    const leaves = new Map([...guest.leaves].filter(([leaf]) => leaf !== 0x40000101));
    expect(differences({ leaves })).toEqual(["0x40000101: predicted, but the firmware does not read it"]);
  });

  it("of the host's processor or beyond the highest leaf is excused by name", () => {
    const cpu = compareGuest({ ...guest, ...withLeaf(7, { ebx: 0xffffffff }) }, predicted);
    expect(cpu).toEqual({ differences: [], excuses: new Set(["host-cpu"]) });
    const beyond = compareGuest({ ...guest, ...withLeaf(0x4000010c, { eax: 7 }) }, predicted);
    expect(beyond.excuses).toContain("beyond-maximum");
    expect(beyond.differences).toEqual([]);
  });

  it("of the hypervisor bit is not", () => {
    const ecx = u32((guest.leaves.get(1)?.ecx ?? 0) ^ 0x80000000);
    expect(differences(withLeaf(1, { ecx }))).toEqual([expect.stringContaining("0x00000001 ecx")]);
  });
});

describe("messages", () => {
  const guest = guestOf(named("-machine q35,accel=kvm -cpu EPYC"));
  const predicted = predict(guest.args, recorded);
  const lack = (bit: string): string => `warning: host doesn't support requested feature: ${bit}`;

  it("about ordinary features are excused, about paravirtual ones not", () => {
    const ordinary = [lack("CPUID[eax=01h].ECX.aes [bit 25]"), lack("MSR(10AH).rdctl-no [bit 0]")];
    expect(compareGuest({ ...guest, messages: ordinary }, predicted).differences).toEqual([]);
    const paravirtual = [lack("CPUID[eax=40000001h].EAX.kvm-pv-eoi [bit 6]")];
    expect(compareGuest({ ...guest, messages: paravirtual }, predicted).differences).toHaveLength(2);
  });

  it("about the TSC frequency excuse a start only where the engine says that it cannot know", () => {
    const failed: Guest = { ...guest, started: false, messages: ["TSC frequency mismatch between VM and host"] };
    expect(compareGuest(failed, predicted).differences).toHaveLength(2);
    const fixed = predict("-machine q35,accel=kvm -cpu EPYC,tsc-frequency=2000000000", recorded);
    expect(compareGuest(failed, fixed)).toEqual({ differences: [], excuses: new Set(["tsc-frequency"]) });
  });
});
