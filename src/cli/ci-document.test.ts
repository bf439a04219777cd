// docs/ci.md shows commands that work: each one that reads domain.xml is run as it stands there.
import { readFileSync } from "node:fs";
import { split } from "shlex";
import { describe, expect, it } from "vitest";
import { realCatalog } from "#testing/catalog.ts";
import { run } from "./run.ts";

const document = readFileSync(new URL("../../docs/ci.md", import.meta.url), "utf8");
const commands = [...document.matchAll(/^node tools\/flipbit\.mjs (.*domain\.xml)(?: > \S+)?$/gm)].map(
  ([, line]) => line ?? "",
);

const BAD = "<domain type='kvm'><features><hyperv><synic state='on'/></hyperv></features></domain>";
const GOOD =
  "<domain type='kvm'><features><hyperv><vpindex state='on'/><synic state='on'/></hyperv></features></domain>";

async function flipbit(line: string, text: string): Promise<{ readonly status: number; readonly out: string }> {
  let out = "";
  const status = await run(split(line), {
    catalog: realCatalog,
    read: async function* (file) {
      if (file !== "domain.xml") throw new Error(`no ${file}`);
      yield text;
    },
    write: async (chunk) => {
      out += chunk;
    },
    complain: () => {},
    today: () => "2026-11-28",
  });
  return { status, out };
}

describe("docs/ci.md", () => {
  it("shows the commands", () => expect(commands.length).toBeGreaterThan(3));

  it.each(commands.filter((line) => line.startsWith("explain")))("%s", async (line) => {
    const bad = await flipbit(line, BAD);
    expect(bad.status).toBe(1);
    expect(bad.out).toContain("DEP-MISSING");
    expect((await flipbit(line, GOOD)).status).toBe(0);
    expect((await flipbit(line, "nothing of the kind")).status).toBe(2);
  });

  it.each(commands.filter((line) => line.startsWith("fix")))("%s", async (line) => {
    const mended = await flipbit(line, BAD);
    expect(mended.status).toBe(0);
    expect(mended.out).toContain("<vpindex state='on'/>");
    expect(await flipbit(line, mended.out)).toEqual(mended);
  });
});
