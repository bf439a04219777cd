import { expect, test } from "vitest";
import { copyOfCatalog } from "#testing/parsed-catalog.ts";
import { knownVersionsCheck } from "./known-versions.ts";

test("first releases are known to the catalogue", () => {
  const catalog = copyOfCatalog();
  expect(knownVersionsCheck.check(catalog)).toEqual([]);
  const feature = catalog.features.find(({ value }) => value.id === "hv-ipi")!.value;
  feature.property!.since = "99.0";
  feature.reports[0]!.since = "98.1";
  feature.libvirt!.since = "4.10.7";
  expect(knownVersionsCheck.check(catalog).map(({ message }) => message)).toEqual([
    expect.stringContaining("Linux 98.1 is newer than the newest release known"),
    expect.stringContaining("QEMU 99.0 is newer than the newest release known"),
    "libvirt 4.10.7 is no known release",
  ]);
});
