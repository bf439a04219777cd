import { describe, expect, it } from "vitest";
import { resolved } from "#testing/vm.ts";
import { domainWith } from "./libvirt-domain.ts";
import { isModelExpected } from "./libvirt-elements.ts";
import { changes } from "./libvirt-round.ts";
import { complaint, readConversion, readConversions } from "./libvirt.ts";

it("reads the command line behind libvirt's environment", () => {
  const argv =
    "LC_ALL=C HOME=/x /usr/bin/qemu-system-x86_64 -machine pc-q35-7.2 -accel kvm -cpu qemu64,hv-relaxed=on -S";
  expect(readConversion(argv)).toMatchObject({ machine: "pc-q35-7.2", cpu: "qemu64", accel: "kvm" });
});

it("cuts the output of one virsh into domains", () => {
  const stdout = "flipbit-domain-0;/usr/bin/qemu -cpu a\n\nflipbit-domain-1;flipbit-domain-2;/usr/bin/qemu -cpu b\n";
  const stderr =
    "2026-11-22 15:17:22.595+0000: log\nerror: flipbit-domain-0;\nerror: flipbit-domain-1;\nerror: Unknown CPU model\nerror: flipbit-domain-2;\n";
  expect(readConversions(4, stdout, stderr)).toEqual([
    { argv: "/usr/bin/qemu -cpu a" },
    { refusal: "Unknown CPU model" },
    { argv: "/usr/bin/qemu -cpu b" },
    { refusal: "failed without a word" },
  ]);
});

it("keeps libvirt's errors and drops its log", () => {
  const log = "2026-11-22 15:17:22.595+0000: 29104: info : libvirt version: 9.0.0\n";
  expect(complaint(`${log}error: Failed\nerror: unsupported feature\n\n`)).toBe("Failed / unsupported feature");
  expect(complaint(log)).toBe("failed without a word");
});

it("puts elements in their places", () => {
  const domain = domainWith(
    [
      { path: "features/hyperv", xml: "<relaxed state='on'/>" },
      { path: "features/hyperv", xml: "<vapic state='on'/>" },
      { path: "features", xml: "<apic eoi='on'/>" },
      { path: "clock", xml: "<timer name='kvmclock' present='no'/>" },
    ],
    "kvm",
  );
  expect(domain).toContain("<hyperv><relaxed state='on'/><vapic state='on'/></hyperv>");
  expect(domain).toContain("<acpi/><apic eoi='on'/><hyperv>");
  expect(domain).toContain("<clock offset='utc'><timer");
});

describe("isModelExpected", () => {
  it.each([
    [undefined, false],
    [{ name: null }, false],
    [{ name: "EPYC" }, undefined],
    [{ name: "EPYC", since: "9.0.0" }, true],
    [{ name: "EPYC", since: "9.1.0" }, false],
    [{ name: "EPYC", since: "<=9.1.0" }, undefined],
    [{ name: "EPYC", since: "after 9.0.0" }, false],
    [{ name: "EPYC", since: "after 8.0.0" }, undefined],
  ])("of %o in 9.0.0 is %s", (lore, expected) => {
    expect(isModelExpected([9, 0, 0], lore)).toBe(expected);
  });
});

it("tells what changed between two machines", () => {
  const plain = resolved({});
  expect(changes(plain, plain)).toEqual([]);
  expect(changes(plain, resolved({ cpu: "EPYC,kvm-pv-eoi=off" }))).toEqual([
    "kvm-pv-eoi: on before, off after",
    expect.stringMatching(/^leaf 0x40000001\.0: /),
  ]);
});
