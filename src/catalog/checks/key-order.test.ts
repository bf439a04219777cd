import { expect, test } from "vitest";
import { copyOfCatalog } from "#testing/parsed-catalog.ts";
import { keyOrderCheck } from "./key-order.ts";

test("keys come in the schema's order", () => {
  const catalog = copyOfCatalog();
  expect(keyOrderCheck.check(catalog)).toEqual([]);
  const file = catalog.features.find(({ value }) => value.id === "hv-time")!;
  const { leaf, ...rest } = file.value.cpuid[0]!;
  Reflect.set(file, "raw", { ...file.value, cpuid: [{ ...rest, leaf }, ...file.value.cpuid.slice(1)] });
  expect(keyOrderCheck.check(catalog)).toEqual([
    { where: "features/hyperv/hv-time.json: cpuid.0", message: "the keys are not in the schema's order" },
  ]);
});
