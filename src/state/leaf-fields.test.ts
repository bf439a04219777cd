import { describe, expect, it } from "vitest";
import { REGISTERS } from "#catalog/schema/common.ts";
import { resolveVm } from "#engine/resolve.ts";
import { realCatalog } from "#testing/catalog.ts";
import { vm, type VmWords } from "#testing/vm.ts";
import { leafId } from "./leaf-id.ts";
import { leafEntries } from "./leaves.ts";
import { leafFields, withField, type LeafField } from "./leaf-fields.ts";

const catalog = realCatalog();

function fieldsOf(words: VmWords, id: string): readonly LeafField[] {
  const selection = vm(words);
  const entry = leafEntries(catalog, resolveVm(catalog, selection)).find((row) => leafId(row) === id);
  return entry ? REGISTERS.flatMap((register) => leafFields(catalog, selection, entry, register)) : [];
}

const editable = (words: VmWords, id: string, property: string): LeafField => {
  const field = fieldsOf(words, id).find((row) => row.edit?.property === property);
  if (!field) throw new Error(`${property} is not edited in ${id}`);
  return field;
};

/** What stands in the field after a value was written, or why it was refused. */
function write(words: VmWords, id: string, property: string, text: string): string {
  const result = withField(catalog, vm(words), editable(words, id, property), text);
  if (!result.ok) return `refused: ${result.issues.map((issue) => issue.message).join(" ")}`;
  const selection = result.value;
  const entry = leafEntries(catalog, resolveVm(catalog, selection)).find((row) => leafId(row) === id);
  const fields = entry ? REGISTERS.flatMap((register) => leafFields(catalog, selection, entry, register)) : [];
  return fields.find((row) => row.edit?.property === property)?.edit?.current ?? "gone";
}

describe("fields", () => {
  it("are numbers and characters with names", () => {
    const shown = fieldsOf({ cpu: "Skylake-Server", vendor: "intel" }, "0x1").map(
      ({ name, value }) => `${name} ${value}`,
    );
    expect(shown.slice(0, 3)).toEqual(["stepping 4", "model 85", "family 6"]);
    expect(
      fieldsOf({ cpu: "EPYC" }, "0x1")
        .slice(0, 3)
        .map(({ value }) => value),
    ).toEqual(["2", "1", "23"]);
  });

  const hyperv = { cpu: "EPYC,hv-relaxed" };
  it.each([
    [hyperv, "0x40000004", "hv-spinlocks", "0x1fff", "8191"],
    [hyperv, "0x40000000", "hv-vendor-id", "Flipbit", "Flipbit"],
    [hyperv, "0x40000002", "hv-version-id-major", "11", "11"],
    [{ cpu: "EPYC" }, "0x0", "vendor", "GenuineIntel", "GenuineIntel"],
    [{ cpu: "EPYC" }, "0x0", "level", "7", "7"],
    [{ cpu: "EPYC" }, "0x1", "family", "25", "25"],
    [{ cpu: "EPYC" }, "0x1", "model", "0x55", "85"],
    [
      { cpu: "EPYC" },
      "0x80000002",
      "model-id",
      "A name, and one of more than sixteen",
      "A name, and one of more than sixteen",
    ],
    [{ xenVersion: 0x4000a, irqchip: "split", xen: true }, "0x40000001", "xen-version", "4.17", "4.17"],
  ] as const)("%j %s %s=%s is then %s", (words, id, property, text, after) => {
    expect(write(words, id, property, text)).toBe(after);
  });

  it.each([
    [hyperv, "0x40000004", "hv-spinlocks", "often", /number/],
    [hyperv, "0x40000004", "hv-spinlocks", "0x100000000", /number/],
    [hyperv, "0x40000002", "hv-version-id-major", "65536", /0 to 65535/],
    [hyperv, "0x40000000", "hv-vendor-id", "thirteen char", /Only 12/],
    [hyperv, "0x40000000", "hv-vendor-id", "für", /ASCII/],
    [{ cpu: "EPYC" }, "0x0", "vendor", "Intel", /exactly 12/],
    [{ cpu: "EPYC" }, "0x1", "stepping", "16", /0 to 15/],
    [{ xenVersion: 0x4000a, irqchip: "split", xen: true }, "0x40000001", "xen-version", "four", /two numbers/],
  ] as const)("%j %s %s=%s is refused", (words, id, property, text, why) => {
    expect(write(words, id, property, text)).toMatch(/^refused/);
    expect(write(words, id, property, text)).toMatch(why);
  });

  it("what this QEMU refuses is refused in its words", () => {
    expect(write({ ...hyperv, qemu: "6.1" }, "0x40000002", "hv-version-id-build", "1")).toMatch(
      /refused: .*hv-version-id-build/,
    );
  });
});
