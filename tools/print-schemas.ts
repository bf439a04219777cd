// The catalogue's JSON Schemas, for editors and for others who use the data: printed from the schemas that decide.
import { toJsonSchema } from "@valibot/to-json-schema";
import { format } from "prettier";
import { FILE_KINDS } from "#catalog/files.ts";

/** File name below public/catalog/schema to its text. What JSON Schema cannot say (cross-checks, brands) is left out. */
export async function printSchemas(): Promise<ReadonlyMap<string, string>> {
  const files = FILE_KINDS.map(async ({ name, schema }): Promise<[string, string]> => {
    const json = toJsonSchema(schema, { errorMode: "ignore", typeMode: "input" });
    const text = await format(JSON.stringify({ title: `Flipbit catalogue: ${name}`, ...json }), { parser: "json" });
    return [`${name}.schema.json`, text];
  });
  return new Map(await Promise.all(files));
}
