import { join } from "node:path";
import { expect, test } from "vitest";
import { printSchemas } from "./print-schemas.ts";
import { catalogFolder, readCatalog } from "./read-catalog.ts";

test("the committed JSON Schemas are those of the code: else run `npm run catalog:schema`", async () => {
  expect(readCatalog(join(catalogFolder, "schema"))).toEqual(new Map([...(await printSchemas())].toSorted()));
});
