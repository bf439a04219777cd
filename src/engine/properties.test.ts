// CPU properties on the command line: which spellings QEMU takes, which one wins, and how it refuses.
import { describe, expect, it } from "vitest";
import type { GlobalProperty } from "./selection.ts";
import { fate, nativeWord, outcomeOf, printed, resolved } from "#testing/vm.ts";

const notFound = (property: string, cpu = "EPYC"): string => `Property '${cpu}-x86_64-cpu.${property}' not found`;
const cannotApply = (assignment: string, reason: string, driver = "EPYC-x86_64-cpu"): string =>
  `can't apply global ${driver}.${assignment}: ${reason}`;

describe("spellings of one switch", () => {
  it.each([
    "+kvm-pv-unhalt",
    "kvm-pv-unhalt",
    "kvm-pv-unhalt=on",
    "kvm-pv-unhalt=yes",
    "kvm-pv-unhalt=true",
    "kvm-pv-unhalt=y",
    "kvm_pv_unhalt=on",
    "kvm_pv_unhalt",
    "+kvm_pv_unhalt",
  ])("%s asks for it", (flag) => {
    const made = resolved({ cpu: `EPYC,${flag}` });
    expect([made.starts, nativeWord(made)]).toEqual(["yes", "0x010000fb"]);
  });

  it.each([
    "-kvm-pv-eoi",
    "kvm-pv-eoi=off",
    "kvm-pv-eoi=no",
    "kvm-pv-eoi=false",
    "kvm-pv-eoi=n",
    "kvm_pv_eoi=off",
    "-kvm_pv_eoi",
  ])("%s takes it away", (flag) => {
    const made = resolved({ cpu: `EPYC,${flag}` });
    expect([made.starts, nativeWord(made)]).toEqual(["yes", "0x0100003b"]);
  });
});

describe("underscores", () => {
  // `name=value` is turned into dashes (feat2prop); behind a sign only registered aliases work (x86_cpu_initfn).
  it.each([
    ["kvm_pv_tlb_flush=on", "kvm-pv-tlb-flush"],
    ["kvm_pv_tlb_flush", "kvm-pv-tlb-flush"],
    ["+kvm_asyncpf_int", "kvm-asyncpf-int"],
    ["kvm_poll_control=on", "kvm-poll-control"],
    ["+kvm_poll_control", "kvm-poll-control"],
    ["hv_relaxed", "hv-relaxed"],
    ["hv_relaxed=on", "hv-relaxed"],
    ["hv_apicv", "hv-avic"],
    ["hv-apicv", "hv-avic"],
    ["+hv-apicv", "hv-avic"],
  ])("%s is %s", (flag, feature) => {
    const made = resolved({ cpu: `EPYC,${flag}` });
    expect([made.starts, outcomeOf(made, feature)]).toEqual(["yes", "on"]);
  });

  it.each(["+hv_relaxed", "+hv_apicv", "+kvm_pv_tlb_flush", "+kvm_pv_ipi", "-kvm_hint_dedicated"])(
    "%s is refused",
    (flag) => {
      expect(fate({ cpu: `EPYC,${flag}` })).toEqual(["no", notFound(flag.slice(1))]);
    },
  );

  it("-global takes a name as it is written", () => {
    const globals = (property: string): GlobalProperty[] => [{ driver: "x86_64-cpu", property, value: "on" }];
    expect(fate({ globals: globals("hv-relaxed") })).toEqual(["yes"]);
    expect(fate({ globals: globals("kvm_pv_unhalt") })).toEqual(["yes"]);
    expect(fate({ globals: globals("hv_relaxed") })).toEqual([
      "no",
      cannotApply("hv_relaxed=on", notFound("hv_relaxed"), "x86_64-cpu"),
    ]);
  });
});

describe("names that QEMU does not know", () => {
  it.each([
    ["EPYC,+kvm-nonsense", "7.2", notFound("kvm-nonsense")],
    ["EPYC,-kvm-clock", "7.2", notFound("kvm-clock")],
    ["qemu64,hv-default", "7.2", cannotApply("hv-default=on", notFound("hv-default", "qemu64"), "qemu64-x86_64-cpu")],
    ["EPYC,hv_vgindex=on", "10.2", cannotApply("hv-vgindex=on", notFound("hv-vgindex"))],
    ["EPYC,+kvm-asyncpf-vmexit", "8.2", notFound("kvm-asyncpf-vmexit")],
    ["EPYC,+kvm-asyncpf-int", "5.1", notFound("kvm-asyncpf-int")],
    ["EPYC,+kvm-msi-ext-dest-id", "5.2", notFound("kvm-msi-ext-dest-id")],
    ["EPYC,hv-avic", "6.1", cannotApply("hv-avic=on", notFound("hv-avic"))],
    ["EPYC,hv-xmm-input", "7.0", cannotApply("hv-xmm-input=on", notFound("hv-xmm-input"))],
    ["EPYC,x-hv-synic-kvm-only=on", "11.0", cannotApply("x-hv-synic-kvm-only=on", notFound("x-hv-synic-kvm-only"))],
    ["EPYC,kvm-pv-enforce-cpuid=on", "6.1", cannotApply("kvm-pv-enforce-cpuid=on", notFound("kvm-pv-enforce-cpuid"))],
  ])("%s on QEMU %s", (cpu, qemu, line) => {
    expect(fate({ cpu, qemu })).toEqual(["no", line]);
  });

  it.each([
    ["kvm-asyncpf-vmexit", "9.0"],
    ["kvm-asyncpf-int", "5.2"],
    ["kvm-msi-ext-dest-id", "6.0"],
    ["kvm-pv-sched-yield", "4.2"],
    ["kvm-poll-control", "4.2"],
    ["kvm-pv-ipi", "3.1"],
    ["kvm-hint-dedicated", "2.12"],
    ["kvm-pv-tlb-flush", "2.11"],
  ])("%s is there from QEMU %s on", (property, qemu) => {
    expect(resolved({ cpu: `EPYC,+${property}`, irqchip: "split", qemu }).starts).toBe("yes");
  });

  it("the first one ends it: values before signs, plus before minus", () => {
    expect(fate({ cpu: "EPYC,-a-minus,+a-plus,a-value=1" })).toEqual([
      "no",
      cannotApply("a-value=1", notFound("a-value")),
    ]);
    expect(fate({ cpu: "EPYC,-a-minus,+a-plus" })).toEqual(["no", notFound("a-plus")]);
    expect(fate({ cpu: "EPYC,-a-minus" })).toEqual(["no", notFound("a-minus")]);
  });

  it("the model's name as written is part of the message", () => {
    expect(fate({ cpu: "EPYC-v2,+nonsense" })).toEqual(["no", notFound("nonsense", "EPYC-v2")]);
    expect(fate({ cpu: "EPYC-IBPB,+nonsense" })).toEqual(["no", notFound("nonsense", "EPYC-IBPB")]);
  });
});

describe("values that QEMU does not take", () => {
  it.each([
    ["kvm-pv-eoi=maybe", cannotApply("kvm-pv-eoi=maybe", "Parameter 'kvm-pv-eoi' expects 'on' or 'off'")],
    ["kvm-pv-eoi=1", cannotApply("kvm-pv-eoi=1", "Parameter 'kvm-pv-eoi' expects 'on' or 'off'")],
    ["kvm-pv-eoi=ON", cannotApply("kvm-pv-eoi=ON", "Parameter 'kvm-pv-eoi' expects 'on' or 'off'")],
    ["hv-spinlocks", cannotApply("hv-spinlocks=on", "Parameter 'hv-spinlocks' expects uint64")],
    ["hv-spinlocks=many", cannotApply("hv-spinlocks=many", "Parameter 'hv-spinlocks' expects uint64")],
    ["hv-spinlocks=0x1ffffffff", cannotApply("hv-spinlocks=0x1ffffffff", "Parameter 'hv-spinlocks' expects uint32_t")],
    [
      "hv-version-id-major=0x10000",
      cannotApply("hv-version-id-major=0x10000", "Parameter 'hv-version-id-major' expects uint16_t"),
    ],
    [
      "hv-no-nonarch-coresharing=maybe",
      cannotApply(
        "hv-no-nonarch-coresharing=maybe",
        "Parameter 'hv-no-nonarch-coresharing' does not accept value 'maybe'",
      ),
    ],
    ["+hv-spinlocks", "Parameter 'hv-spinlocks' expects uint64"],
    ["-hv-vendor-id", "Invalid parameter type for 'hv-vendor-id', expected: string"],
  ])("%s", (flag, line) => {
    expect(fate({ cpu: `EPYC,${flag}`, qemu: "7.2" })).toEqual(["no", line]);
  });

  it.each(["hv-spinlocks=8191", "hv-spinlocks=0x1fff", "hv-spinlocks=0xffffffff", "hv-spinlocks=0"])(
    "but %s",
    (flag) => {
      expect(fate({ cpu: `EPYC,${flag}`, qemu: "7.2" })).toEqual(["yes"]);
    },
  );

  it("hv-vendor-id longer than 12 characters is cut, with a warning", () => {
    const cpu = "EPYC,hv-relaxed,hv-vendor-id=0123456789abc";
    expect(fate({ cpu, qemu: "7.2" })).toEqual(["yes", "warning: hv-vendor-id truncated to 12 characters"]);
    expect(fate({ cpu: "EPYC,hv-relaxed,hv-vendor-id=0123456789ab", qemu: "7.2" })).toEqual(["yes"]);
  });
});

describe("which one wins", () => {
  const EOI_ON = "0x0100007b";
  const EOI_OFF = "0x0100003b";
  const all: GlobalProperty = { driver: "x86_64-cpu", property: "kvm-pv-eoi", value: "off" };
  const epyc: GlobalProperty = { driver: "EPYC-x86_64-cpu", property: "kvm-pv-eoi", value: "on" };

  it.each([
    ["-f over +f", "EPYC,+kvm-pv-eoi,-kvm-pv-eoi", EOI_OFF],
    ["-f over +f in the other order", "EPYC,-kvm-pv-eoi,+kvm-pv-eoi", EOI_OFF],
    ["+f over f=off", "EPYC,kvm-pv-eoi=off,+kvm-pv-eoi", EOI_ON],
    ["-f over f=on", "EPYC,kvm-pv-eoi=on,-kvm-pv-eoi", EOI_OFF],
    ["-f over f=on in the other order", "EPYC,-kvm-pv-eoi,kvm-pv-eoi=on", EOI_OFF],
    ["+f over f=off in the other order", "EPYC,+kvm-pv-eoi,kvm-pv-eoi=off", EOI_ON],
    ["the last f=v", "EPYC,kvm-pv-eoi=on,kvm-pv-eoi=off", EOI_OFF],
    ["the last f=v, again", "EPYC,kvm-pv-eoi=off,kvm_pv_eoi=on", EOI_ON],
    ["an alias is the same property", "EPYC,kvm_pv_eoi=off", EOI_OFF],
  ])("%s", (_, cpu, expected) => {
    expect(nativeWord(resolved({ cpu }))).toBe(expected);
  });

  it("-global over the default table, -cpu over -global, the later -global over the earlier", () => {
    expect(nativeWord(resolved({ globals: [all] }))).toBe(EOI_OFF);
    expect(nativeWord(resolved({ globals: [all], cpu: "EPYC,kvm-pv-eoi=on" }))).toBe(EOI_ON);
    expect(nativeWord(resolved({ globals: [all, epyc] }))).toBe(EOI_ON);
    expect(nativeWord(resolved({ globals: [epyc, all] }))).toBe(EOI_OFF);
  });

  it("-global of another model's type means nothing here", () => {
    const other: GlobalProperty = { driver: "qemu64-x86_64-cpu", property: "kvm-pv-eoi", value: "off" };
    expect(nativeWord(resolved({ globals: [other] }))).toBe(EOI_ON);
    expect(nativeWord(resolved({ globals: [other], cpu: "qemu64" }))).toBe(EOI_OFF);
  });

  it("-global over compat, compat over the default table", () => {
    const words = { machine: "pc-q35-5.1", irqchip: "split", qemu: "7.2" } as const;
    const msi: GlobalProperty = { driver: "x86_64-cpu", property: "kvm-msi-ext-dest-id", value: "on" };
    expect(nativeWord(resolved(words))).toBe("0x0100007b");
    expect(nativeWord(resolved({ ...words, globals: [msi] }))).toBe("0x0100807b");
    expect(nativeWord(resolved({ ...words, cpu: "EPYC,kvm-msi-ext-dest-id=on" }))).toBe("0x0100807b");
  });

  it("says who decided", () => {
    const by = (words: Parameters<typeof resolved>[0]): string | undefined =>
      resolved(words).outcomes.find((row) => row.feature === "kvm-pv-eoi")?.by;
    expect(by({ cpu: "EPYC" })).toBe("default");
    expect(by({ globals: [all] })).toBe("global");
    expect(by({ globals: [all], cpu: "EPYC,+kvm-pv-eoi" })).toBe("user");
    expect(by({ cpu: "host" })).toBe("host");
    expect(by({ cpu: "base" })).toBe("nobody");
  });
});

describe("mixing a sign and a value", () => {
  const NOTE = "warning: Compatibility of ambiguous CPU model strings won't be kept on future QEMU versions";
  const mix = (signed: string, value: string): string =>
    `warning: Ambiguous CPU model string. Don't mix both "${signed}" and "${value}"`;

  it.each([
    ["EPYC,-kvm-pv-eoi,kvm-pv-eoi=on", [mix("-kvm-pv-eoi", "kvm-pv-eoi=on"), NOTE]],
    ["EPYC,+kvm-pv-eoi,kvm-pv-eoi=off", [mix("+kvm-pv-eoi", "kvm-pv-eoi=off"), NOTE]],
    ["EPYC,+kvm-pv-eoi,kvm_pv_eoi=off", [mix("+kvm-pv-eoi", "kvm-pv-eoi=off"), NOTE]],
    ["EPYC,kvm-pv-eoi=on,-kvm-pv-eoi", []],
    ["EPYC,+kvm_pv_eoi,kvm-pv-eoi=off", []],
    ["EPYC,+kvm-pv-eoi,-kvm-pv-eoi", []],
    [
      "EPYC,-kvm-pv-eoi,+kvm-pv-unhalt,kvm-pv-eoi=on,kvm-pv-unhalt=off",
      [mix("-kvm-pv-eoi", "kvm-pv-eoi=on"), mix("+kvm-pv-unhalt", "kvm-pv-unhalt=off"), NOTE],
    ],
    // Run with QEMU 7.2.22 (flag vmx): plus before minus whatever the order, and each once.
    [
      "EPYC,-kvm-pv-eoi,+kvm-pv-eoi,kvm-pv-eoi=on",
      [mix("+kvm-pv-eoi", "kvm-pv-eoi=on"), mix("-kvm-pv-eoi", "kvm-pv-eoi=on"), NOTE],
    ],
    ["EPYC,+kvm-pv-eoi,+kvm-pv-eoi,kvm-pv-eoi=on", [mix("+kvm-pv-eoi", "kvm-pv-eoi=on"), NOTE]],
  ])("%s", (cpu, lines) => {
    expect(printed(resolved({ cpu, qemu: "7.2" }))).toEqual(lines);
  });
});
