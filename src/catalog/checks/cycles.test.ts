import { expect, test } from "vitest";
import { copyOfCatalog } from "#testing/parsed-catalog.ts";
import { cyclesCheck } from "./cycles.ts";

const featureOf = (catalog: ReturnType<typeof copyOfCatalog>, id: string) =>
  catalog.features.find(({ value }) => value.id === id)!.value;

test("no feature requires itself, however far round", () => {
  const catalog = copyOfCatalog();
  expect(cyclesCheck.check(catalog)).toEqual([]);
  featureOf(catalog, "hv-vpindex").requires = [{ feature: "hv-stimer-direct", check: "advice" }];
  const where = cyclesCheck.check(catalog).map((row) => row.where);
  expect(where).toContain("features/hyperv/hv-vpindex.json: requires");
  expect(where).toContain("features/hyperv/hv-synic.json: requires");
  // hv-ipi leads into the circle, but is no part of it.
  expect(where).not.toContain("features/hyperv/hv-ipi.json: requires");
});

test("nor does one at once", () => {
  const catalog = copyOfCatalog();
  featureOf(catalog, "hv-ipi").requires.push({ feature: "hv-ipi", check: "advice" });
  expect(cyclesCheck.check(catalog)).toEqual([
    { where: "features/hyperv/hv-ipi.json: requires", message: "hv-ipi requires itself" },
  ]);
});
