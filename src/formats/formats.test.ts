// Properties of every format: nothing is dropped in silence, nothing contradicts, and what has a parser is read back.
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseAllDocuments } from "yaml";
import { realCatalog } from "#testing/catalog.ts";
import { drawnSelection } from "#testing/snippets.ts";
import { choicesOf } from "./choices.ts";
import { FORMATS, type Format } from "./index.ts";
import { parseQemuArgv } from "./qemu-argv.ts";
import { parseSelectionJson } from "./selection-json.ts";
import type { SnippetHeader } from "./snippet.ts";
import { printYaml, type Data } from "./yaml.ts";

const catalog = realCatalog();
const header: SnippetHeader = {
  date: "2026-11-22",
  catalogVersion: "1",
  targets: "QEMU 11.1",
  permalink: "https://example.org/#v=1",
};

const releasesOf = (format: Format): readonly (string | undefined)[] => [
  undefined,
  ...(catalog.layers.find(({ layer }) => layer === format.layer)?.releases.map(({ version }) => version) ?? []),
];

/** A format at one of its target's releases. */
const target = fc
  .constantFrom(...FORMATS)
  .chain((format) => fc.constantFrom(...releasesOf(format)).map((release) => ({ format, release })));

const selection = drawnSelection(catalog);

describe("every format, at every release of its target", () => {
  test("says each choice or lists it as left out, never both, with a reason", () => {
    fc.assert(
      fc.property(selection, target, (chosen, { format, release }) => {
        const { said, leftOut } = format.print(catalog, chosen, header, release);
        const names = (rows: readonly { property: string }[]): string[] => [
          ...new Set(rows.map(({ property }) => property)),
        ];
        const wanted = names(choicesOf(catalog, chosen));
        expect([...names(said), ...names(leftOut)].toSorted()).toEqual(wanted.toSorted());
        for (const { reason } of leftOut) expect(reason).toMatch(/\w/);
      }),
      { numRuns: 300 },
    );
  });

  test("names in its text what it leaves out, and starts with its origin", () => {
    fc.assert(
      fc.property(selection, target, (chosen, { format, release }) => {
        const { text, leftOut } = format.print(catalog, chosen, header, release);
        expect(text).toContain("Made by Flipbit on 2026-11-22 from catalogue 1");
        expect(text).toContain(header.permalink);
        if (format.id === "qemu-qmp") return;
        for (const { property } of leftOut) expect(text).toContain(property);
      }),
      { numRuns: 200 },
    );
  });
});

/** Settings of one name with more than one value, whatever the tool calls them. */
function contradictions(pairs: readonly (readonly [string, string])[]): string[] {
  const values = new Map<string, Set<string>>();
  for (const [name, value] of pairs) values.set(name, new Set([...(values.get(name) ?? []), value]));
  return [...values].flatMap(([name, set]) => (set.size > 1 ? [name] : []));
}

/** Every `name=value` and `+name` or `-name` of a text without its comments. */
function pairsOf(text: string): (readonly [string, string])[] {
  const bare = text.replace(/^\s*#.*$/gm, "").replace(/<!--[^]*?-->/g, "");
  const globals = [...bare.matchAll(/-x86_64-cpu(?:\.|,property=)([\w-]+)(?:=|,value=)(\w+)/g)];
  const rest = bare.replace(/-global \S+|\bproperty=[\w-]+,value=\w+/g, "");
  const named = [...rest.matchAll(/[\s,/.@]([a-z_][\w.@/-]*)=(on|off|yes|no)\b/g)];
  const signed = [...rest.matchAll(/[;=]([+-])([\w-]+)(?=[;\s'])/g)].map(([, sign, name]) => [
    "",
    name,
    sign === "+" ? "on" : "off",
  ]);
  return [...globals, ...named, ...signed].map(([, name = "", value = ""]) => [name, value]);
}

test("never two flags that contradict each other, even where the selection has them", () => {
  const settled = FORMATS.filter(({ id }) => !["qemu-argv", "qemu-line", "qemu-cpu", "json", "report"].includes(id));
  fc.assert(
    fc.property(selection, fc.constantFrom(...settled), (chosen, format) => {
      const { text } = format.print(catalog, { ...chosen, globals: [] }, header);
      expect(contradictions(pairsOf(text))).toEqual([]);
      // A key twice is an error of the parser.
      const documents = format.id.startsWith("kubevirt") ? parseAllDocuments(text) : [];
      expect(documents.flatMap(({ errors }) => errors)).toEqual([]);
    }),
    { numRuns: 200 },
  );
});

test("the search for contradictions finds one", () => {
  expect(contradictions(pairsOf("x --features hyperv.a.state=on,hyperv.a.state=off"))).toEqual(["hyperv.a.state"]);
  expect(contradictions(pairsOf("--cpu EPYC,flags=+aes;-aes --args"))).toEqual(["aes"]);
});

describe("read back", () => {
  test("the selection as JSON is the same selection", () => {
    fc.assert(
      fc.property(selection, (chosen) => {
        const { text } = FORMATS.find(({ id }) => id === "json")!.print(catalog, chosen, header);
        expect(parseSelectionJson(text)).toEqual({ ok: true, value: chosen });
      }),
    );
  });

  test.each(["qemu-argv", "qemu-line"])("%s is the same selection", (id) => {
    fc.assert(
      fc.property(selection, (chosen) => {
        const vm = parseQemuArgv(FORMATS.find((format) => format.id === id)!.print(catalog, chosen, header).text);
        if (!vm.ok) throw new Error(vm.issues[0]?.message);
        const { machineText: _m, accelText: _a, ...read } = vm.value;
        const { host: _h, ...rest } = chosen;
        // Flags stand behind a model, which QEMU's own then is written out.
        const cpu = chosen.cpu === "" && chosen.overrides.length > 0 ? read.cpu : chosen.cpu;
        expect(read).toEqual({ ...rest, cpu });
      }),
    );
  });

  test("-cpu alone has the same model and flags", () => {
    fc.assert(
      fc.property(selection, (chosen) => {
        const { text } = FORMATS.find(({ id }) => id === "qemu-cpu")!.print(catalog, chosen, header);
        fc.pre(chosen.cpu !== "" || chosen.overrides.length > 0);
        expect(parseQemuArgv(text)).toMatchObject({ ok: true, value: { overrides: chosen.overrides } });
      }),
    );
  });

  test.each([
    ["not JSON", "{", "not JSON"],
    ["another file", "{}", "Invalid key"],
    [
      "a wrong value",
      JSON.stringify({ format: "flipbit-selection", version: 1, about: [], selection: { machine: 1 } }),
      "Invalid",
    ],
  ])("%s is refused", (_what, text, message) => {
    const read = parseSelectionJson(text);
    expect(read.ok ? "" : read.issues.map((issue) => issue.message).join()).toContain(message);
  });
});

describe("YAML", () => {
  const hostile = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.constantFrom("no", "1e3", "- a", "a: b", "#", "'", "null", "~", "\u2028", "\u0085"),
  );
  const well = hostile.filter((text) => !/[\ud800-\udfff]/.test(text.replace(/[\ud800-\udbff][\udc00-\udfff]/g, "")));
  const { value: data } = fc.letrec<{ value: Data }>((tie) => ({
    value: fc.oneof(
      { maxDepth: 3 },
      well,
      fc.integer(),
      fc.boolean(),
      fc.array(tie("value"), { maxLength: 3 }),
      fc.dictionary(
        well.filter((key) => key !== "__proto__"),
        tie("value"),
        { maxKeys: 3 },
      ),
    ),
  }));

  test("what is printed is read back by another program's parser", () => {
    fc.assert(
      fc.property(fc.dictionary(fc.stringMatching(/^[a-z]\w*$/), data), (tree) => {
        const [document] = parseAllDocuments(printYaml(tree));
        expect(document?.errors).toEqual([]);
        expect(document?.toJS()).toEqual(tree);
      }),
    );
  });
});
