import { expect, test } from "vitest";
import { copyOfCatalog } from "#testing/parsed-catalog.ts";
import { referencesCheck } from "./references.ts";

const featureOf = (catalog: ReturnType<typeof copyOfCatalog>, id: string) =>
  catalog.features.find(({ value }) => value.id === id)!.value;

type Copy = ReturnType<typeof copyOfCatalog>;
const rhel90 = (catalog: Copy) =>
  catalog.platforms.find(({ value }) => value.family === "rhel")!.value.platforms.find(({ id }) => id === "rhel-9.0")!;

test.each<[string, string, (catalog: Copy) => void]>([
  [
    "requires",
    "features/hyperv/hv-ipi.json: requires.0",
    (catalog) => (featureOf(catalog, "hv-ipi").requires[0]!.feature = "hv-nonsense"),
  ],
  [
    "recommends",
    "features/hyperv/hv-ipi.json: recommends.0",
    (catalog) => (featureOf(catalog, "hv-ipi").recommends = [{ feature: "hv-nonsense", check: "advice" }]),
  ],
  [
    "conflicts",
    "features/hyperv/hv-ipi.json: conflicts.0",
    (catalog) => (featureOf(catalog, "hv-ipi").conflicts = [{ with: "x", feature: "hv-nonsense" }]),
  ],
  [
    "a stable backport",
    "hosts/linux.json: backports.1",
    (catalog) => (catalog.linux.value.backports[1]!.feature = "hv-nonsense"),
  ],
  [
    "a platform's backport",
    "hosts/rhel.json: rhel-9.0.backports",
    (catalog) => (rhel90(catalog).backports[0]!.feature = "hv-nonsense"),
  ],
  ["sameAs", "hosts/rhel.json: rhel-9.0.sameAs", (catalog) => (rhel90(catalog).sameAs = "nonsense")],
])("what %s names is there", (_, where, plant) => {
  const catalog = copyOfCatalog();
  expect(referencesCheck.check(catalog)).toEqual([]);
  plant(catalog);
  expect(referencesCheck.check(catalog)).toEqual([{ where, message: expect.stringContaining("nonsense") }]);
});

test("a file's name is its id", () => {
  const catalog = copyOfCatalog();
  featureOf(catalog, "hv-ipi").family = "kvm";
  expect(referencesCheck.check(catalog)).toEqual([
    { where: "features/hyperv/hv-ipi.json", message: "the file's name is not its id" },
  ]);
});
