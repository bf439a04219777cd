import { readdirSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { realCatalog } from "#testing/catalog.ts";
import { SCHEMAS, schemaFile, schemaOf } from "./files.ts";

const folder = (name: string) => readdirSync(new URL(`../../../public/catalog/${name}`, import.meta.url)).toSorted();

describe("the published files", () => {
  it("lists every schema", () => {
    expect(SCHEMAS.map((name) => schemaFile(name).replace("schema/", "")).toSorted()).toEqual(folder("schema"));
  });

  it("knows the schema of every file that a page leads to", () => {
    const catalog = realCatalog();
    for (const { file } of [...catalog.features, ...catalog.boards, ...catalog.cpus, ...catalog.platforms])
      expect(SCHEMAS.map(schemaFile)).toContain(schemaOf(file));
    expect(schemaOf("hosts/linux.json")).toBe("schema/linux-hosts.schema.json");
    expect(schemaOf("changes.json")).toBe("schema/changes.schema.json");
    expect(schemaOf("talk/claims.json")).toBe("schema/talk.schema.json");
  });
});
