import { describe, expect, test } from "vitest";
import { parseQemuArgv, type QemuVm } from "./qemu-argv.ts";

const plain: QemuVm = { machine: "", cpu: "", overrides: [], accel: "tcg" };

const parsed = (input: string | readonly string[]): QemuVm => {
  const result = parseQemuArgv(input);
  if (!result.ok) throw new Error(result.issues.map((issue) => issue.message).join("\n"));
  return result.value;
};
/** Without the texts that are kept for messages. */
const meaning = (input: string | readonly string[]): QemuVm => {
  const { machineText: _machine, accelText: _accel, ...rest } = parsed(input);
  return rest;
};

describe("reads", () => {
  test.each<readonly [string, Partial<QemuVm>]>([
    ["qemu-system-x86_64", {}],
    ["-nodefaults -display none -m 16 -S", {}],
    ["-machine q35", { machine: "q35" }],
    ["-M pc", { machine: "pc" }],
    ["--machine type=q35", { machine: "q35" }],
    ["-machine q35,accel=kvm,kernel-irqchip=split", { machine: "q35", accel: "kvm", irqchip: "split" }],
    ["-machine q35,accel=kvm,kernel_irqchip=off,vmport=off", { machine: "q35", accel: "kvm", irqchip: "off" }],
    ["-machine q35 -machine accel=kvm", { machine: "q35", accel: "kvm" }],
    ["-machine accel=kvm -machine accel=tcg", { accel: "tcg" }],
    ["-machine accel=kvm:tcg", { accel: "kvm" }],
    ["-machine accel=hvf:tcg", { accel: "tcg" }],
    ["-accel kvm -accel tcg", { accel: "kvm" }],
    ["-accel tcg -accel kvm", { accel: "tcg" }],
    ["-accel kvm,xen-version=0x4000a,kernel-irqchip=split", { accel: "kvm", irqchip: "split", xenVersion: 0x4000a }],
    ["-accel kvm,kernel-irqchip", { accel: "kvm", irqchip: "on" }],
    ["-enable-kvm -cpu host", { accel: "kvm", cpu: "host" }],
    ["-machine accel=tcg -enable-kvm", { accel: "kvm" }],
    ["-cpu EPYC,+a -cpu max", { cpu: "max" }],
    ["-smp 4", { vcpus: 4 }],
    ["-smp cpus=3,maxcpus=8,sockets=3", { vcpus: 3, topology: { maxcpus: 8, sockets: 3 } }],
    ["-smp sockets=2,cores=4,threads=2", { vcpus: 16, topology: { sockets: 2, cores: 4, threads: 2 } }],
    ["-smp maxcpus=8", { vcpus: 8, topology: { maxcpus: 8 } }],
    ["-overcommit cpu-pm=on", { cpuPm: true }],
    ["-overcommit mem-lock=on,cpu-pm=off", {}],
    ["-drive file=a,if=none -append -cpu -cpu EPYC", { cpu: "EPYC" }],
    ["-name -cpu -cpu EPYC disk.img", { cpu: "EPYC" }],
    ["/usr/libexec/qemu-kvm -cpu EPYC", { accel: "kvm", cpu: "EPYC" }],
    ["LC_ALL=C sudo -u nobody /usr/bin/qemu-system-x86_64 -cpu EPYC", { cpu: "EPYC" }],
    ["./start.sh -cpu EPYC", { cpu: "EPYC" }],
  ])("%s", (text, expected) => expect(meaning(text)).toEqual({ ...plain, ...expected }));

  test("overrides and -global in their order", () => {
    const text = "-cpu 'EPYC,hv-vendor-id=KVM Hv,-x2apic' -global a.b=1 -global driver=c,property=d,value=e";
    expect(parsed(text)).toEqual({
      ...plain,
      cpu: "EPYC",
      overrides: [
        { property: "hv-vendor-id", form: "value", value: "KVM Hv" },
        { property: "x2apic", form: "minus", value: "off" },
      ],
      globals: [
        { driver: "a", property: "b", value: "1" },
        { driver: "c", property: "d", value: "e" },
      ],
    });
  });

  test("keeps what QEMU repeats in its messages, word for word", () => {
    expect(parsed("-m 4 -M type=q35,usb=off -machine accel=kvm").machineText).toBe("-M type=q35,usb=off");
    expect(parsed("-accel kvm,xen-version=0x4000a").accelText).toBe("kvm,xen-version=0x4000a");
    expect(parsed("-accel kvm")).toEqual({ ...plain, accel: "kvm" });
  });

  test("arguments one by one, unquoted", () => {
    expect(parsed(["-cpu", "EPYC,hv-vendor-id=a b"]).overrides).toEqual([
      { property: "hv-vendor-id", form: "value", value: "a b" },
    ]);
  });
});

describe("refuses", () => {
  test.each<readonly [string, string, string | undefined, number]>([
    ["", "empty", undefined, 0],
    ["# only a comment", "empty", undefined, 0],
    ["hello world", "not-a-command-line", "command line", 0],
    ["-cpu", "missing-argument", "-cpu", 0],
    ["-m 4 -machine", "missing-argument", "-machine", 5],
    ["-cpu ''", "missing-model", "-cpu", 5],
    ["-cpu=EPYC", "joined-argument", "-cpu", 0],
    ["-machine accel=tcg,q35", "bare-suboption", "-machine", 9],
    ["-machine q35,kernel-irqchip", "bare-suboption", "-machine", 9],
    ["-machine q35,kernel-irqchip=maybe", "kernel-irqchip", "kernel-irqchip", 9],
    ["-accel hax", "accelerator", "accel", 7],
    ["-machine accel=foo:bar", "accelerator", "accel", 9],
    ["-accel kvm,xen-version=abc", "not-a-number", "xen-version", 7],
    ["-accel kvm,xen-version", "not-a-number", "xen-version", 7],
    ["-machine accel=kvm -accel tcg", "accel-conflict", "-accel", 26],
    ["-smp many", "not-a-number", "-smp", 5],
    ["-overcommit cpu-pm=maybe", "not-a-switch", "-overcommit", 12],
    ["-global foo", "global", "-global", 8],
    ["qemu-system-aarch64 -cpu max", "architecture", "program", 0],
    ["-cpu 'EPYC", "unfinished-quote", undefined, 5],
  ])("%j: %s", (text, rule, where, offset) => {
    const result = parseQemuArgv(text);
    expect(result.ok ? [] : result.issues.map((issue) => ({ ...issue }))).toMatchObject([{ rule, offset }]);
    expect(!result.ok && result.issues[0]?.where).toBe(where);
  });

  test("everything that is wrong, at once, and without places where there is no text", () => {
    const result = parseQemuArgv(["-smp", "x", "-accel", "y"]);
    expect(result.ok ? [] : result.issues.map((issue) => [issue.rule, issue.offset])).toEqual([
      ["not-a-number", undefined],
      ["accelerator", undefined],
    ]);
  });
});
