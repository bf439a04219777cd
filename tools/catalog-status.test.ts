import { existsSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { copyOfCatalog } from "#testing/parsed-catalog.ts";
import { catalogStatus } from "./catalog-status.ts";
import { catalogFolder, readCatalog } from "./read-catalog.ts";

test("the catalogue keeps its promises, and the table counts it", () => {
  const { text, missed } = catalogStatus(copyOfCatalog());
  expect(missed).toEqual([]);
  expect(text).toMatch(/^first releases +measured +verified +documented +recalled +all +proven$/m);
  expect(text).toMatch(/^features without evidence +0$/m);
  expect(text).toMatch(/^layers +13$/m);
});

test("a feature without evidence and too many recalled releases are told", () => {
  const catalog = copyOfCatalog();
  for (const { value } of catalog.cpus) {
    for (const row of [value, ...value.versions]) {
      row.evidence = [{ source: "own knowledge", confidence: "recalled", checked: "2026-11-22" }];
    }
  }
  catalog.features[0]!.value.evidence = {};
  const { missed } = catalogStatus(catalog);
  expect(missed[0]).toMatch(/^only \d+\.\d % of the first releases are verified or measured, not 90 %$/);
  expect(missed[1]).toBe(`${catalog.features[0]!.file}: facts without evidence`);
});

test("a missing layer, and a feature that says too little, are told", () => {
  const catalog = copyOfCatalog();
  const feature = catalog.features.find(({ value }) => value.id === "kvm-pv-eoi")!;
  delete (feature.value as { effect?: string }).effect;
  const { missed } = catalogStatus({
    ...catalog,
    layers: catalog.layers.filter(({ value }) => value.layer !== "nova"),
  });
  expect(missed).toEqual(["no layer nova", `${feature.file}: no effect`]);
});

test("every measurement that a source names is served", () => {
  const named = [...readCatalog().values()].flatMap((text) => text.match(/"source": "observed\/[^"*]+"/g) ?? []);
  const files = new Set(named.map((source) => source.slice('"source": "'.length, -1)));
  expect(files.size).toBeGreaterThan(10);
  expect([...files].filter((file) => !existsSync(join(catalogFolder, file)))).toEqual([]);
});
