// Every rule has a page, and what the page shows is true: the bad example is found, the good one is not.
import { describe, expect, it } from "vitest";
import type { RulePage } from "#catalog/schema/rule-page.ts";
import { RULE_IDS } from "#engine/explain/rule-ids.ts";
import { realCatalog } from "#testing/catalog.ts";
import { readCatalog } from "../../tools/read-catalog.ts";
import { run } from "./run.ts";

const pages = [...readCatalog()].flatMap(([file, text]) =>
  file.startsWith("rules/") ? [JSON.parse(text) as RulePage] : [],
);

/** What `flipbit explain` finds of a rule in an example. */
async function findingsOf(rule: string, { options, text }: RulePage["bad"]): Promise<readonly string[]> {
  let out = "";
  await run(["explain", "--format", "json", ...options, "-"], {
    catalog: realCatalog,
    read: async function* () {
      yield text;
    },
    write: async (chunk) => {
      out += chunk;
    },
    complain: () => {},
    today: () => "2026-11-28",
  });
  const { findings } = JSON.parse(out) as {
    readonly findings: readonly { readonly rule: string; readonly severity: string }[];
  };
  return findings.filter((row) => row.rule === rule).map(({ severity }) => severity);
}

describe("the rules", () => {
  it("each have a page", () => {
    expect(pages.map(({ id }) => id).toSorted()).toEqual([...RULE_IDS].toSorted());
    expect(realCatalog().rules.map(({ id, file }) => `rules/${id}.json` === file)).not.toContain(false);
  });
});

describe.each(pages)("$id", ({ id, bad, good, severities }) => {
  it("is found in the bad example", async () => {
    const found = await findingsOf(id, bad);
    expect(found).not.toEqual([]);
    for (const severity of found) expect(severities).toContain(severity);
  });

  it("is not found in the good one", async () => {
    expect(await findingsOf(id, good)).toEqual([]);
  });
});
