import { expect, test } from "vitest";
import { copyOfCatalog } from "#testing/parsed-catalog.ts";
import { backportsCheck } from "./backports.ts";

const evidence = [{ source: "a test", confidence: "recalled" as const, checked: "2026-11-22" }];

test("a platform does not repeat its base kernel", () => {
  const catalog = copyOfCatalog();
  expect(backportsCheck.check(catalog)).toEqual([]);
  const debian = catalog.platforms.find(({ value }) => value.family === "debian")!.value.platforms;
  const bookworm = debian.find(({ id }) => id === "debian-12")!;
  bookworm.backports.push(
    { feature: "kvm-asyncpf-int", state: "present", evidence },
    { feature: "hv-tsc-invariant", state: "absent", evidence },
    { feature: "hv-tsc-invariant", state: "present", evidence },
  );
  expect(backportsCheck.check(catalog)).toEqual([
    { where: "hosts/debian.json: debian-12.backports", message: "kvm-asyncpf-int: the base kernel has it already" },
    { where: "hosts/debian.json: debian-12.backports", message: "hv-tsc-invariant: the base kernel lacks it anyway" },
  ]);
});

test("where unlisted backports are likely, absent says something", () => {
  const catalog = copyOfCatalog();
  const rhel = catalog.platforms.find(({ value }) => value.family === "rhel")!.value.platforms;
  const opaque = rhel.find(({ backports }) => backports.some(({ state }) => state === "absent"))!;
  opaque.opaqueBackports = false;
  expect(backportsCheck.check(catalog)).toHaveLength(opaque.backports.filter(({ state }) => state === "absent").length);
});
