import { expect, test } from "vitest";
import { copyOfCatalog } from "#testing/parsed-catalog.ts";
import { bitsCheck } from "./bits.ts";

const file = (catalog: ReturnType<typeof copyOfCatalog>, id: string) =>
  catalog.features.find(({ value }) => value.id === id)!.value;

test("two properties do not set the same bit for the same QEMU", () => {
  const catalog = copyOfCatalog();
  expect(bitsCheck.check(catalog)).toEqual([]);
  file(catalog, "hv-reset").cpuid[0]!.bits = [...file(catalog, "hv-runtime").cpuid[0]!.bits!];
  expect(bitsCheck.check(catalog)).toEqual([
    { where: "features/hyperv/hv-runtime.json: cpuid", message: "another property sets 0x40000003 eax 0 (hyperv) too" },
  ]);
});

test("the same bit in ranges that do not meet is none of two", () => {
  const catalog = copyOfCatalog();
  const reset = file(catalog, "hv-reset").cpuid[0]!;
  reset.bits = [...file(catalog, "hv-runtime").cpuid[0]!.bits!];
  reset.until = "6.0";
  file(catalog, "hv-runtime").cpuid[0]!.since = "6.0";
  expect(bitsCheck.check(catalog)).toEqual([]);
});
