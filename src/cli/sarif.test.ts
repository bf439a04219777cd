// What is printed as SARIF is SARIF: held against the schema that the format's own site publishes.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { Ajv } from "ajv";
import ajvFormats from "ajv-formats";
import { describe, expect, it } from "vitest";
import { applyEdits } from "#base/text-edit.ts";
import { explainText } from "#formats/config/explain.ts";
import { realCatalog } from "#testing/catalog.ts";
import { anyHost } from "#testing/explain.ts";
import { sarifLog } from "./sarif.ts";

const file = createRequire(import.meta.url).resolve("schemastore/schemas/json/sarif-2.1.0.json");
const ajv = new Ajv({ strict: false, allErrors: true, unicodeRegExp: false });
ajvFormats.default(ajv);
const validate = ajv.compile(JSON.parse(readFileSync(file, "utf8")) as object);

const catalog = realCatalog();
const logOf = (text: string, name = "dir with space/vm.sh"): object =>
  JSON.parse(JSON.stringify(sarifLog(explainText(catalog, text, anyHost(catalog)), name, "1"))) as object;

describe("SARIF", () => {
  it.each([
    ["findings with fixes", "qemu-system-x86_64 -accel kvm \\\n -cpu host,hv-synic,kvm=off,hv-vgindex"],
    ["a finding about nothing in the text", "-cpu host,hv-stimer"],
    ["no finding", "-cpu qemu64"],
    ["nothing readable", "hello"],
  ])("of %s meets the schema", (_, text) => {
    const log = logOf(text);
    expect(validate(log) ? [] : validate.errors).toEqual([]);
  });

  it("the schema would refuse a log without a tool", () => {
    expect(validate({ version: "2.1.0", runs: [{}] })).toBe(false);
  });

  it("names lines, levels and replacements that mend the text", () => {
    const text = "qemu-system-x86_64 -accel kvm \\\n -cpu host,hv-synic";
    const log = logOf(text) as { runs: [{ results: [Result, ...Result[]] }] };
    const [result] = log.runs[0].results;
    expect(result.ruleId).toBe("DEP-MISSING");
    expect(result.level).toBe("error");
    expect(result.locations[0].physicalLocation.artifactLocation.uri).toBe("dir%20with%20space/vm.sh");
    expect(result.locations[0].physicalLocation.region).toEqual({
      startLine: 2,
      startColumn: 12,
      charOffset: 43,
      charLength: 8,
    });
    const edits = result.fixes[0].artifactChanges[0].replacements.map(
      ({ deletedRegion: at, insertedContent: { text: put } }) => ({
        start: at.charOffset,
        end: at.charOffset + at.charLength,
        text: put,
      }),
    );
    expect(applyEdits(text, edits)).toBe("qemu-system-x86_64 -accel kvm \\\n -cpu host,hv-vpindex,hv-synic");
  });
});

interface Result {
  readonly ruleId: string;
  readonly level: string;
  readonly locations: readonly [
    { readonly physicalLocation: { readonly artifactLocation: { readonly uri: string }; readonly region: object } },
  ];
  readonly fixes: readonly [
    {
      readonly artifactChanges: readonly [
        {
          readonly replacements: readonly {
            readonly deletedRegion: { readonly charOffset: number; readonly charLength: number };
            readonly insertedContent: { readonly text: string };
          }[];
        },
      ];
    },
  ];
}
