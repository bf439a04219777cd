// docs/rules is what the catalogue says: a stale page fails here.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { printRules } from "./print-rules.ts";
import { readCatalog } from "./read-catalog.ts";

const folder = fileURLToPath(new URL("../docs/rules", import.meta.url));
const pages = printRules(readCatalog());

describe("docs/rules", () => {
  it("has a page for every rule and none besides", () => {
    expect(readdirSync(folder).toSorted()).toEqual([...pages.keys()].toSorted());
  });

  it.each([...pages])("%s is up to date (npm run catalog:rules)", (file, text) => {
    expect(readFileSync(join(folder, file), "utf8")).toBe(text);
  });
});
