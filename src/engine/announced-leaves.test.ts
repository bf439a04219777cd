// A CPU without a single leaf of its own: measured with QEMU 7.2.22, see "leaves that a CPU does not announce" of verify:stack.
import { expect, it } from "vitest";
import { resolved, word } from "#testing/vm.ts";

it.each([
  ["q35", "base,+hypervisor", "0x80000000"],
  ["pc-i440fx-2.1", "base,+hypervisor", "0x00000000"],
  ["pc-q35-2.7", "base,+hypervisor,+x2apic", "0x00000000"],
  ["pc-q35-2.7", "base,+hypervisor,level=1", "0x80000000"],
  ["pc-q35-2.7", "base,+hypervisor,min-level=1", "0x80000000"],
  ["q35", "base,+hypervisor,level=0", "0x00000000"],
  ["pc-q35-2.8", "base,+hypervisor", "0x80000000"],
])("leaf 1 ECX on %s, -cpu %s: %s", (machine, cpu, ecx) => {
  const made = resolved({ qemu: "7.2", machine, cpu });
  expect(made.starts).toBe("yes");
  expect(word(made, 1, "ecx")).toBe(ecx);
});
