// docs/ci.md shows commands that work: each call of flipbit is run, shell and YAML around it are checked.
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { split } from "shlex";
import { describe, expect, it } from "vitest";
import { parseDocument } from "yaml";
import { realCatalog } from "#testing/catalog.ts";
import { run } from "./run.ts";

const document = readFileSync(new URL("../../docs/ci.md", import.meta.url), "utf8");
/** Whatever file a command names, it is this one. */
const FILE = "domain.xml";

/** Every command of the document, once, without what the shell does around it. */
const commands = [
  ...new Set(
    [...document.matchAll(/node (?:flipbit\/)?tools\/flipbit\.mjs ((?:[^|>&;\n])+)/g)].map(([, line = ""]) =>
      line.trim().replace(/(?:-|"\$file"|[\w/]*\.xml(?:\.j2)?)$/, FILE),
    ),
  ),
];

const BAD = "<domain type='kvm'><features><hyperv><synic state='on'/></hyperv></features></domain>";
const GOOD =
  "<domain type='kvm'><features><hyperv><vpindex state='on'/><synic state='on'/></hyperv></features></domain>";

async function flipbit(line: string, text: string): Promise<{ readonly status: number; readonly out: string }> {
  let out = "";
  const status = await run(split(line), {
    catalog: realCatalog,
    read: async function* (file) {
      if (file !== FILE) throw new Error(`no ${file}`);
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

  it("shows shell that is shell", () => {
    for (const [, script = ""] of document.matchAll(/^```sh\n([^]*?)^```$/gm)) {
      const checked = spawnSync("sh", ["-n"], { input: script, encoding: "utf8" });
      expect(checked.stderr).toBe("");
    }
  });

  it("shows YAML that is YAML", () => {
    const blocks = [...document.matchAll(/^```yaml\n([^]*?)^```$/gm)].map(([, text = ""]) => parseDocument(text));
    expect(blocks.flatMap(({ errors }) => errors)).toEqual([]);
    expect(blocks.length).toBeGreaterThan(2);
  });

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

describe("a template", () => {
  const template = BAD.replace("<features>", "<name>{{ name }}</name>{% if timers %}<features>");

  it.each(commands.filter((line) => line.startsWith("fix")))("%s keeps its marks", async (line) => {
    const { out } = await flipbit(line, template);
    expect(out).toContain("<name>{{ name }}</name>{% if timers %}<features>");
    expect(out).toContain("<vpindex state='on'/>");
  });
});
