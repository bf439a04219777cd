// The configuration for people: what was chosen, what the guest gets, and why. Markdown in which foreign text stays text.
import { hex } from "#base/u32.ts";
import type { Catalog } from "#catalog/open.ts";
import { resolveVm } from "#engine/resolve.ts";
import type { PropertyOutcome } from "#engine/resolved.ts";
import type { Selection } from "#engine/selection.ts";
import { verdictAt, visibleFeatures } from "#engine/verdict.ts";
import { outcomeText, reasonText } from "#engine/words.ts";
import { REGISTERS } from "#catalog/schema/common.ts";
import { choicesOf } from "./choices.ts";
import { printQemuArgv } from "./qemu-argv-print.ts";
import { headerLines, oneLine, type Said, type Snippet, type SnippetHeader } from "./snippet.ts";

/** Marks that mean something in Markdown or HTML. */
const MARKS = /[\\`*_{}[\]|<>&~$]/g;

/** Text that Markdown shows as it is, on one line. */
const plain = (text: string): string => oneLine(text).replace(MARKS, (mark) => `\\${mark}`);

/** A line that ends in an address, with the address as a link. */
function linked(line: string): string {
  const [, words, address] = /^(.*? )(https?:\/\/[^\s<>]+)$/.exec(line) ?? [];
  return words === undefined || address === undefined ? plain(line) : `${plain(words)} <${address}>`;
}

/** Code that holds anything: the fence is longer than any run of backticks inside. */
function code(text: string): string {
  const runs = text.match(/`+/g) ?? [];
  const fence = "`".repeat(Math.max(3, ...runs.map((run) => run.length + 1)));
  return `${fence}sh\n${text}\n${fence}`;
}

const table = (heading: readonly string[], rows: readonly (readonly string[])[]): string[] =>
  rows.length === 0 ? [] : [heading, heading.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |`);

/** A report that says what each flag comes to, with the engine's reasons. */
export function printReport(catalog: Catalog, selection: Selection, header: SnippetHeader): Snippet {
  const vm = resolveVm(catalog, selection);
  const starts = { yes: "It starts.", no: "It does not start.", unknown: "Whether it starts is not known." }[vm.starts];
  const chosen = choicesOf(catalog, selection);
  const sections: readonly (readonly [string, readonly string[]])[] = [
    ["Command line", [code(printQemuArgv(catalog, selection))]],
    [
      "What was chosen",
      table(
        ["What", "Value", "What it is"],
        chosen.map(({ property, value, feature }) => [plain(property), plain(value), plain(feature?.title ?? "")]),
      ),
    ],
    [
      "What QEMU and Flipbit say",
      vm.problems.map(({ severity, text, rule }) => `- ${severity}: ${plain(text)} (${rule})`),
    ],
    [
      "What the guest gets",
      table(["Property", "Outcome", "Value", "Why"], outcomeRows(catalog, selection, vm.outcomes)),
    ],
    [
      "What the guest reads",
      table(
        ["Leaf", ...REGISTERS.map((name) => name.toUpperCase())],
        vm.leaves
          .filter(({ family }) => family !== "cpu")
          .map((leaf) => [
            hex(leaf.leaf),
            ...REGISTERS.map((name) => (leaf.unpredicted.includes(name) ? "host" : hex(leaf[name]))),
          ]),
      ),
    ],
  ];
  const lines = [
    "# Virtual machine",
    "",
    ...headerLines(header).map((line) => `- ${linked(line)}`),
    "",
    `${starts} ${plain([vm.machine, vm.cpu].filter((name) => name !== undefined).join(", "))}`.trim(),
    ...sections.flatMap(([title, body]) => (body.length === 0 ? [] : ["", `## ${title}`, "", ...body])),
  ];
  return {
    text: `${lines.join("\n")}\n`,
    fileName: "flipbit-report.md",
    mediaType: "text/markdown",
    said: chosen.map(({ property }): Said => ({ property, way: "own" })),
    leftOut: [],
    notes: [],
  };
}

/** Who decided, as far as the selection or a table did. */
const DECIDERS: Readonly<Record<PropertyOutcome["by"], string>> = {
  nobody: "",
  default: "a default of QEMU",
  compat: "a property of the machine type",
  global: "asked for by -global",
  user: "asked for by -cpu",
  host: "part of the CPU model",
  passthrough: "part of hv-passthrough",
};

function outcomeRows(catalog: Catalog, selection: Selection, outcomes: readonly PropertyOutcome[]): string[][] {
  const visible = new Set(visibleFeatures(catalog).map(({ id }) => id));
  return outcomes.map(({ feature, property, outcome, value, by }) => {
    const reasons = visible.has(feature) ? verdictAt(catalog, feature, selection).reasons.map(reasonText) : [];
    const why = [DECIDERS[by], ...reasons].filter((text) => text !== "").join("; ");
    return [property, outcomeText(outcome), value ?? "", why].map(plain);
  });
}
