import { expect, test } from "vitest";
import { copyOfCatalog } from "#testing/parsed-catalog.ts";
import { evidenceCheck } from "./evidence.ts";

const featureOf = (catalog: ReturnType<typeof copyOfCatalog>, id: string) =>
  catalog.features.find(({ value }) => value.id === id)!.value;

const IPI = "features/hyperv/hv-ipi.json";

test.each([
  ["property.since", true],
  ["cpuid", true],
  ["reports", true],
  ["capabilities", true],
  ["requires", true],
  // Reasons and advice are no facts.
  ["whyNotDefault", false],
])("%s without evidence is found: %s", (path, isFact) => {
  const catalog = copyOfCatalog();
  expect(evidenceCheck.check(catalog)).toEqual([]);
  const feature = featureOf(catalog, "hv-ipi");
  feature.evidence = Object.fromEntries(
    Object.entries(feature.evidence).filter(([key]) => key !== path && !key.startsWith(`${path}.`)),
  );
  expect(evidenceCheck.check(catalog).map(({ where }) => where)).toEqual(isFact ? [`${IPI}: ${path}`] : []);
});

test("what is empty needs none", () => {
  const catalog = copyOfCatalog();
  const feature = featureOf(catalog, "hv-ipi");
  feature.msrs = [];
  expect(evidenceCheck.check(catalog)).toEqual([]);
  feature.msrs = [{ name: "NEW", index: "0x1" }];
  expect(evidenceCheck.check(catalog)).toEqual([{ where: `${IPI}: msrs`, message: "this fact has no evidence" }]);
});
