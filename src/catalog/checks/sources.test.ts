import { expect, test } from "vitest";
import { copyOfCatalog } from "#testing/parsed-catalog.ts";
import { sourcesCheck } from "./sources.ts";

test("the real sources are public", () => {
  expect(sourcesCheck.check(copyOfCatalog())).toEqual([]);
});

test.each([
  ["https://git.corp/x", "a private host"],
  ["http://192.168.0.1/x", "a private host"],
  ["http://example.org/x", "a link without https"],
  ["file:///etc/x", "a file of somebody's machine"],
  ["notes in /home/me/x", "a path of somebody's machine"],
  ["/tmp/x", "a path of somebody's machine"],
  [" qemu", "begins or ends with a space"],
])("%s is refused: %s", (source, what) => {
  const catalog = copyOfCatalog();
  const file = catalog.features[0]!;
  Reflect.set(file, "raw", { evidence: { cpuid: [{ source, confidence: "recalled", checked: "2026-11-22" }] } });
  const found = sourcesCheck.check(catalog);
  expect(found.map(({ message }) => message).join("\n")).toContain(what);
  expect(found[0]?.where).toBe(`${file.file}: evidence.cpuid`);
});

test("nothing was checked after the catalogue's own date", () => {
  const catalog = copyOfCatalog();
  catalog.index.value.version = "2020.01.01";
  expect(sourcesCheck.check(catalog).length).toBeGreaterThan(100);
});
