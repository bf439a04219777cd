// A pasted log is explained: what each message means, what is noise, which register a number names.
import { describe, expect, test } from "vitest";
import { RULE_IDS, type RuleId } from "#engine/explain/rule-ids.ts";
import { realCatalog } from "#testing/catalog.ts";
import { anyHost } from "#testing/explain.ts";
import { explainText } from "./explain.ts";
import { readConfig } from "./index.ts";

const catalog = realCatalog();
const LOG_RULES: readonly RuleId[] = ["LOG-NOISE", "LOG-MESSAGE", "MSR-DECODE"];

/** What the rules of logs say of a text. */
const said = (text: string, told = anyHost(catalog)) =>
  explainText(catalog, text, told)
    .findings.filter(({ finding }) => LOG_RULES.includes(finding.rule))
    .map(({ finding: { rule, severity, subject }, message, place }) => ({ rule, severity, subject, message, place }));

const VMX =
  "qemu-system-x86_64: warning: host doesn't support requested feature: MSR(48FH).vmx-exit-clear-bndcfgs [bit 23]";
const STIMER = "Hyper-V synthetic timers (hv-stimer) requires Hyper-V clocksources (hv-time)";

describe("what a text is taken for", () => {
  test.each([
    ["log", "Not yet implement Hyper-V enlightenment: hv-tlbflush-direct"],
    ["log", `${VMX}\nqemu-system-x86_64: ${STIMER}\n`],
    ["log", "[592420.654337] kvm [21715]: vcpu1 unhandled rdmsr: 0x611"],
    ["log", "2026-11-22T10:00:00.1Z qemu-system-x86_64: something that nobody knows\n"],
    ["qemu", `LC_ALL=C /usr/bin/qemu-system-x86_64 -machine q35,accel=kvm -cpu host,hv-stimer -m 1G\n${STIMER}\n`],
    ["qemu-cpu", "host,hv-relaxed,-vmx"],
    ["cpuid-dump", "CPU 0:\n   0x00000000 0x00: eax=0x00000010 ebx=0x68747541 ecx=0x444d4163 edx=0x69746e65\n"],
    ["unknown", "Dear all, my machine is slow."],
  ])("%s: %j", (kind, text) => {
    expect(readConfig(catalog, text).kind).toBe(kind);
  });

  test("a log without a known message says so, and a dump has none", () => {
    expect(readConfig(catalog, "nothing of note", "log").issues.map(({ rule }) => rule)).toEqual(["no-message"]);
    const dump = readConfig(catalog, `   0x00000000 0x00: eax=0x1 ebx=0x2 ecx=0x3 edx=0x4\n${STIMER}`, "cpuid-dump");
    expect([dump.messages, dump.issues, dump.vms]).toEqual([[], [], []]);
  });
});

describe("messages", () => {
  test("a missing enlightenment: what to add, in QEMU's and libvirt's words, and who prints it so", () => {
    expect(said(`2026-11-22T10:00:00Z qemu-kvm: ${STIMER}`)).toEqual([
      {
        rule: "LOG-MESSAGE",
        severity: "error",
        subject: "hv-stimer",
        message:
          "hv-stimer needs hv-time, which is not on; QEMU refuses to start without it. Add hv-time. " +
          "In libvirt that is <timer name='hypervclock' present='yes'/>. QEMU words it so from 4.1 on.",
        place: { line: 1, column: 32 },
      },
    ]);
  });

  test("the same by an old QEMU", () => {
    const [found] = said("Hyper-V SynIC (requested by 'hv-synic' cpu flag) requires Hyper-V VP_INDEX ('hv-vpindex')");
    expect(found).toMatchObject({ severity: "error", subject: "hv-synic" });
    expect(found?.message).toContain("Add hv-vpindex.");
    expect(found?.message).toContain("QEMU words it so before 4.1.");
  });

  test("words for an enlightenment that the catalogue does not have end with the property all the same", () => {
    const line = "qemu-kvm: Hyper-V SynIC (hv-synic) requires Hyper-V VP_INDEX (hv-vpindex)";
    expect(said(line)[0]?.message).toMatch(/^hv-synic needs hv-vpindex,/);
  });

  test("a quoted message speaks for itself", () => {
    const line = "can't apply global max-x86_64-cpu.hv-vgindex=on: Property 'max-x86_64-cpu.hv-vgindex' not found";
    expect(said(line).map(({ subject }) => subject)).toEqual(["hv-vgindex"]);
    expect(said(line)[0]?.message).toContain("has no property hv-vgindex");
  });

  test("repeated lines are told once", () => {
    expect(said(`${STIMER}\n`.repeat(3))).toHaveLength(1);
  });

  test("where the command line is there too, its finding speaks and the line only points to it", () => {
    const text = `qemu-system-x86_64 -machine q35,accel=kvm -cpu host,hv-stimer,hv-synic,hv-vpindex\nqemu-system-x86_64: ${STIMER}\n`;
    const { findings } = explainText(catalog, text, anyHost(catalog));
    const about = findings.filter(({ finding }) => finding.subject === "hv-stimer").map(({ finding }) => finding);
    expect(about.map(({ rule, severity }) => [rule, severity])).toEqual(
      expect.arrayContaining([
        ["DEP-MISSING", "error"],
        ["LOG-MESSAGE", "info"],
      ]),
    );
    expect(about.filter(({ rule, severity }) => rule === "LOG-MESSAGE" && severity === "error")).toEqual([]);
  });

  test("a message about something that the configuration does not have stays an error", () => {
    const text = `qemu-system-x86_64 -machine q35,accel=kvm -cpu host,hv-time\n${STIMER}\n`;
    expect(said(text)).toMatchObject([{ rule: "LOG-MESSAGE", severity: "error" }]);
  });
});

describe("noise", () => {
  test("C17: names that libvirt has no element for", () => {
    expect(said("Not yet implement Hyper-V enlightenment: hv-tlbflush-direct")).toMatchObject([
      { rule: "LOG-NOISE", severity: "info", subject: "Not yet implement", place: { line: 1, column: 1 } },
    ]);
  });

  test("vmx warnings in front of the cause: one finding for all of them", () => {
    const found = said(`${VMX}\n${VMX.replace("48FH", "490H")}\nqemu-system-x86_64: ${STIMER}\n`);
    expect(found.map(({ rule, subject }) => [rule, subject])).toEqual([
      ["LOG-MESSAGE", "hv-stimer"],
      ["LOG-NOISE", "MSR(48FH)..vmx-*"],
    ]);
    expect(found[1]?.message).toContain("(2 such lines)");
  });

  const REFUSED = "-cpu host,hv-stimer";
  const ahead = (text: string, told = {}) =>
    said(text, anyHost(catalog, told)).filter(({ subject }) => subject === "MSR(48FH)..vmx-*");

  test("C02: a configuration that QEMU will refuse is told of them beforehand", () => {
    expect(ahead(REFUSED)).toMatchObject([{ rule: "LOG-NOISE", severity: "info" }]);
  });

  test("but not one that starts, not with the log at hand, and not on AMD", () => {
    const amd = { told: { qemu: false, kernel: false, vendor: true, libvirt: false } };
    const { host } = anyHost(catalog);
    expect(ahead("-cpu host,hv-relaxed")).toEqual([]);
    expect(ahead(`qemu-system-x86_64 ${REFUSED}\n${STIMER}`)).toEqual([]);
    expect(ahead(REFUSED, { ...amd, host: { ...host, vendor: "amd" } })).toEqual([]);
    expect(ahead(REFUSED, { vendors: ["amd"] })).toEqual([]);
    expect(ahead(REFUSED, { vendors: ["intel", "amd"] })).toHaveLength(1);
    expect(ahead("-cpu EPYC,hv-stimer")).toEqual([]);
  });
});

describe("registers", () => {
  test.each([
    ["qemu-kvm: error: failed to set MSR 0x40000021 to 0x0", "0x40000021", "HV_X64_MSR_REFERENCE_TSC", "hv-time"],
    ["error: failed to set MSR 0x48f to 0x7fffff00036dfb", "0x48f", "IA32_VMX_TRUE_EXIT_CTLS", "vmx"],
    ["error: failed to get MSR 0x345", "0x345", "IA32_PERF_CAPABILITIES", "pdcm"],
    ["error: failed to set MSR 0x10a to 0x0", "0x10a", "IA32_ARCH_CAPABILITIES", "arch-capabilities"],
    ["kvm [1]: vcpu0, guest rIP: 0xfff unhandled rdmsr: 0x38d", "0x38d", "IA32_FIXED_CTR_CTRL", "pmu"],
    ["kvm: vcpu1 ignored wrmsr: 0x4b564d02 data 0x0", "0x4b564d02", "MSR_KVM_ASYNC_PF_EN", "kvm-asyncpf"],
    [
      "kvm [9347]: vcpu0, guest rIP: 0xcc Hyper-V uhandled wrmsr: 0x40000004 data 0x94",
      "0x40000004",
      "a Hyper-V MSR",
      "",
    ],
    ["error: failed to set MSR 0x12 to 0x0", "0x12", "MSR_KVM_SYSTEM_TIME", "kvmclock"],
  ])("%s", (line, msr, name, flag) => {
    const [found] = said(line).filter(({ rule }) => rule === "MSR-DECODE");
    expect(found).toMatchObject({ severity: "info", subject: msr });
    expect(found?.message).toContain(`MSR ${msr} is ${name}: `);
    expect(found?.message).toContain(flag);
  });

  test("a number that nobody names is told as such", () => {
    expect(said("error: failed to set MSR 0xdead to 0x1").map(({ message }) => message)).toContain(
      "The catalogue has no name for the MSR 0xdead.",
    );
  });
});

test("the rules that messages name are rules", () => {
  const named = catalog.log.messages.flatMap(({ rules }) => rules ?? []);
  expect(named.filter((rule) => !RULE_IDS.some((id) => id === rule))).toEqual([]);
});

test("noise is never more than information", () => {
  expect(catalog.log.messages.filter(({ noise, severity }) => noise && severity !== "info")).toEqual([]);
});
