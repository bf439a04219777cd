import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Override, Selection } from "#engine/selection.ts";
import { realCatalog } from "#testing/catalog.ts";
import { parseQemuArgv, type QemuVm } from "./qemu-argv.ts";
import { printQemuArgv, qemuArgvTokens } from "./qemu-argv-print.ts";
import { printQemuSnippet } from "./qemu-script.ts";
import type { SnippetHeader } from "./snippet.ts";

const catalog = realCatalog();
const host = { qemu: "11.1", kernel: "6.12", vendor: "amd", hyperv: true } as const;
const on = (vm: Partial<QemuVm>): Selection => ({ machine: "", cpu: "", overrides: [], accel: "kvm", ...vm, host });
/** Reads a command line; without the texts that are kept for messages. */
function readBack(text: string): QemuVm | undefined {
  const vm = parseQemuArgv(text);
  if (!vm.ok) return undefined;
  const { machineText: _machine, accelText: _accel, ...rest } = vm.value;
  return rest;
}
const header: SnippetHeader = {
  date: "2026-11-22",
  catalogVersion: "1",
  targets: "QEMU 11.1",
  permalink: "https://example.org/#v=1",
};

const anyText = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.constantFrom(
    "a,b",
    "a b",
    "'",
    '"',
    "$(reboot)",
    "`id`",
    "a\nb",
    "\\",
    "a\\\\'b",
    "#x",
    "-cpu",
    "=",
    "~",
    "*",
    "kvm=off",
  ),
);
const withoutComma = anyText.map((text) => text.replaceAll(",", ""));
const name = withoutComma.map((text) => `p${text.replaceAll("=", "")}`);
const override: fc.Arbitrary<Override> = fc.oneof(
  fc.record({ property: name, form: fc.constant("value" as const), value: withoutComma }),
  fc.record({ property: withoutComma, form: fc.constant("plus" as const), value: fc.constant("on") }),
  fc.record({ property: withoutComma, form: fc.constant("minus" as const), value: fc.constant("off") }),
);
const vm: fc.Arbitrary<QemuVm> = fc.record(
  {
    machine: anyText,
    cpu: withoutComma.map((text) => `c${text}`),
    overrides: fc.array(override),
    accel: fc.constantFrom("kvm" as const, "tcg" as const),
    irqchip: fc.constantFrom("on" as const, "split" as const, "off" as const),
    xenVersion: fc.nat({ max: 0xffffffff }),
    cpuPm: fc.constant(true),
    globals: fc.array(fc.record({ driver: anyText, property: anyText, value: anyText }), { minLength: 1 }),
    vcpus: fc.integer({ min: 1, max: 4096 }),
  },
  { requiredKeys: ["machine", "cpu", "overrides", "accel"] },
);

describe("printQemuArgv", () => {
  test("prints what was chosen, in the form it was written", () => {
    const overrides: Override[] = [
      { property: "kvm-asyncpf-int", form: "plus", value: "on" },
      { property: "hv_spinlocks", form: "value", value: "0x1fff" },
      { property: "x2apic", form: "minus", value: "off" },
      { property: "hv-vendor-id", form: "value", value: "KVM Hv" },
    ];
    expect(
      printQemuArgv(catalog, on({ machine: "q35", cpu: "Skylake-Server", irqchip: "split", overrides, vcpus: 2 })),
    ).toBe(
      "qemu-system-x86_64 -machine q35,accel=kvm,kernel-irqchip=split " +
        "-cpu Skylake-Server,+kvm-asyncpf-int,hv_spinlocks=0x1fff,-x2apic,'hv-vendor-id=KVM Hv' -smp 2",
    );
  });

  test("Xen needs -accel", () => {
    expect(printQemuArgv(catalog, on({ machine: "q35", irqchip: "split", xenVersion: 0x4000a }))).toBe(
      "qemu-system-x86_64 -machine q35 -accel kvm,xen-version=0x4000a,kernel-irqchip=split",
    );
  });

  test.each([
    ["", "qemu64"],
    ["isapc", "486"],
  ])("flags without a model stand behind QEMU's own: machine %j", (machine, model) => {
    const overrides: Override[] = [{ property: "x2apic", form: "plus", value: "on" }];
    expect(printQemuArgv(catalog, on({ machine, overrides }))).toContain(`-cpu ${model},+x2apic`);
  });

  test("a value with a comma goes by -global, and does not smuggle in another flag", () => {
    const overrides: Override[] = [{ property: "hv_vendor_id", form: "value", value: "a,kvm=off" }];
    const text = printQemuArgv(catalog, on({ cpu: "EPYC", overrides }));
    expect(parseQemuArgv(text)).toMatchObject({
      ok: true,
      value: {
        cpu: "EPYC",
        overrides: [],
        globals: [{ driver: "EPYC-x86_64-cpu", property: "hv-vendor-id", value: "a,kvm=off" }],
      },
    });
  });

  test("what is printed is read back unchanged", () => {
    fc.assert(
      fc.property(vm, (chosen) => {
        expect(readBack(printQemuArgv(catalog, on(chosen)))).toEqual(chosen);
      }),
    );
  });

  test("each piece knows its property, by QEMU's own name", () => {
    const overrides: Override[] = [{ property: "hv_relaxed", form: "value", value: "on" }];
    const tokens = qemuArgvTokens(catalog, on({ machine: "q35", cpu: "EPYC", overrides }));
    expect(tokens.filter((token) => token.property !== undefined)).toEqual([
      { text: "q35", property: "machine" },
      { text: ",accel=kvm", property: "accel" },
      { text: "EPYC", property: "cpu" },
      { text: ",hv_relaxed=on", property: "hv-relaxed" },
    ]);
  });
});

describe("printQemuSnippet", () => {
  test("a command an option a line, under its origin", () => {
    expect(printQemuSnippet(catalog, on({ machine: "q35", cpu: "EPYC", vcpus: 2 }), header)).toMatchObject({
      text: [
        "# Made by Flipbit on 2026-11-22 from catalogue 1",
        "# For: QEMU 11.1",
        "# Open it again: https://example.org/#v=1",
        "qemu-system-x86_64 \\",
        "  -machine q35,accel=kvm \\",
        "  -cpu EPYC \\",
        "  -smp 2",
        "",
      ].join("\n"),
      fileName: "flipbit-vm.sh",
      mediaType: "text/x-shellscript",
      leftOut: [],
      notes: [],
    });
  });

  test("is read back unchanged, whatever its header says", () => {
    fc.assert(
      fc.property(vm, anyText, anyText, (chosen, targets, permalink) => {
        const hostile = { ...header, targets: `x\n-cpu evil\r${targets}`, permalink: `\u2028-cpu evil ${permalink}` };
        const { text, leftOut } = printQemuSnippet(catalog, on(chosen), hostile);
        expect(readBack(text)).toEqual(chosen);
        expect(leftOut).toEqual([]);
        expect(
          text
            .split("\n")
            .slice(0, 3)
            .every((line) => line.startsWith("# ")),
        ).toBe(true);
      }),
    );
  });

  test("names what -cpu and -global cannot write", () => {
    const overrides: Override[] = [{ property: "a,b", form: "plus", value: "on" }];
    const { text, leftOut } = printQemuSnippet(catalog, on({ cpu: "EPYC", overrides }), header);
    expect(leftOut).toMatchObject([{ property: "a,b" }]);
    expect(text.replace(/^#.*\n/gm, "")).not.toContain("a,b");
  });
});
