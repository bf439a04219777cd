// What is fuzzed, and what must hold for any text at all: nothing throws, places lie inside the text, repairs end, prints are stable.
import type { Issue, Result } from "#base/result.ts";
import { applyEdits, type TextEdit } from "#base/text-edit.ts";
import { parseKeptHost, parseMeasuredHost } from "#catalog/measured.ts";
import type { Catalog } from "#catalog/open.ts";
import type { ConfigVm, InputKind } from "#engine/explain/config.ts";
import type { ExplainOptions } from "#engine/explain/options.ts";
import { dumpKind, parseDump } from "#formats/cpuid-dump/index.ts";
import type { ConfigCodec } from "#formats/config/codec.ts";
import { explainText } from "#formats/config/explain.ts";
import { CONFIG_CODECS, readConfig } from "#formats/config/index.ts";
import { repairText } from "#formats/config/repair.ts";
import { parseDomcapabilities } from "#formats/domcapabilities.ts";
import { parseHostText } from "#formats/host-text.ts";
import { parseQemuArgv, type QemuVm } from "#formats/qemu-argv.ts";
import { printQemuArgv } from "#formats/qemu-argv-print.ts";
import { parseSelectionJson } from "#formats/selection-json.ts";
import { splitShell } from "#formats/shell-words.ts";
import { parseCsv, printCsv } from "#formats/table/csv-records.ts";
import { parseTableCsv, printTableCsv } from "#formats/table/table-csv.ts";
import { parseTableJson, printTableJson } from "#formats/table/table-json.ts";
import { changed, someChanges, strayEdits, strayPlaces } from "#testing/config-round.ts";
import { parseFlags, printFlags } from "#state/flag-text.ts";
import { parseLink, printLink } from "#state/url/link.ts";

export interface FuzzTarget {
  readonly name: string;
  /** Its share of all runs. */
  readonly weight: number;
  /** What is wrong with how a text is treated; undefined where all holds. May throw: that is wrong too. */
  readonly check: (text: string) => string | undefined;
}

type Check = FuzzTarget["check"];

const wrong = (what: string, of: unknown): string => `${what}: ${JSON.stringify(of)}`;

/** Offsets of issues lie in the text. */
function strayIssues(text: string, issues: readonly Issue[]): string | undefined {
  const stray = strayPlaces(text, { vms: [], issues });
  return stray.length > 0 ? wrong("an issue outside the text", stray[0]) : undefined;
}

const ofResult =
  (parse: (text: string) => Result<unknown>): Check =>
  (text) => {
    const read = parse(text);
    return read.ok ? undefined : strayIssues(text, read.issues);
  };

/** What is printed of a value that was read is read as the same, and printed so again. */
const ofRound =
  <T>(parse: (text: string) => Result<T>, print: (value: T) => string): Check =>
  (text) => {
    const read = parse(text);
    if (!read.ok) return strayIssues(text, read.issues);
    const once = print(read.value);
    const again = parse(once);
    if (!again.ok) return wrong("what was printed is not read", once);
    const twice = print(again.value);
    return once === twice ? undefined : wrong("printed otherwise the second time", [once, twice]);
  };

/** Changes are tried on a machine's first mentions: all of them on a long text would take for ever. */
const MOST_MENTIONS = 12;

function checkEdit(
  catalog: Catalog,
  text: string,
  kind: InputKind,
  edits: readonly TextEdit[] | undefined,
): string | undefined {
  const next = changed(text, edits);
  if (edits === undefined || next === undefined) return undefined;
  const stray = strayEdits(text, edits);
  if (stray.length > 0) return wrong("an edit outside the text", stray[0]);
  const places = strayPlaces(next, readConfig(catalog, next, kind));
  return places.length > 0 ? wrong("after an edit a place outside the text", places[0]) : undefined;
}

const checkChanges =
  (catalog: Catalog, codec: ConfigCodec): Check =>
  (text) => {
    const [vm] = codec.read(catalog, text).vms;
    if (!vm) return undefined;
    const few: ConfigVm = { ...vm, mentions: vm.mentions.slice(0, MOST_MENTIONS) };
    for (const change of someChanges(few)) {
      const edits = codec.editTogether
        ? codec.editTogether(catalog, text, vm, [change])?.edits
        : codec.edit?.(catalog, text, vm, change);
      const fault = checkEdit(catalog, text, codec.kind, edits);
      if (fault !== undefined) return `${fault} by ${JSON.stringify(change)}`;
    }
    return undefined;
  };

const checkRead =
  (catalog: Catalog, kind?: InputKind): Check =>
  (text) => {
    const document = readConfig(catalog, text, kind);
    const stray = [
      ...strayPlaces(text, document),
      ...document.messages.filter(
        ({ span }) => !(span.start >= 0 && span.start <= span.end && span.end <= text.length),
      ),
    ];
    return stray.length > 0 ? wrong("a place outside the text", stray[0]) : undefined;
  };

const checkExplain =
  (catalog: Catalog, options: ExplainOptions, kind?: InputKind): Check =>
  (text) => {
    const { findings } = explainText(catalog, text, options, kind);
    for (const { finding, fixes } of findings) {
      const { span } = finding;
      if (span && !(span.start >= 0 && span.start <= span.end && span.end <= text.length))
        return wrong("a finding outside the text", finding);
      for (const { edits } of fixes) {
        const stray = strayEdits(text, edits);
        if (stray.length > 0) return wrong("a fix outside the text", stray[0]);
        readConfig(catalog, applyEdits(text, edits), kind);
      }
    }
    return undefined;
  };

const checkRepair =
  (catalog: Catalog, options: ExplainOptions, all: boolean): Check =>
  (text) => {
    const once = repairText(catalog, text, options, { all });
    const twice = repairText(catalog, once, options, { all });
    return once === twice ? undefined : wrong("repaired again it is another text", [once, twice]);
  };

/** Every parser that reads a text from outside. */
export function fuzzTargets(catalog: Catalog, options: ExplainOptions): readonly FuzzTarget[] {
  const ofCodecs = CONFIG_CODECS.flatMap((codec): FuzzTarget[] => [
    { name: `read ${codec.kind}`, weight: 8, check: checkRead(catalog, codec.kind) },
    {
      name: `change ${codec.kind}`,
      weight: codec.edit || codec.editTogether ? 2 : 0,
      check: checkChanges(catalog, codec),
    },
    { name: `explain ${codec.kind}`, weight: 2, check: checkExplain(catalog, options, codec.kind) },
  ]);
  const { host } = options;
  const printVm = (vm: QemuVm): string => printQemuArgv(catalog, { ...vm, host });
  return [
    { name: "read any", weight: 8, check: checkRead(catalog) },
    { name: "explain any", weight: 4, check: checkExplain(catalog, options) },
    { name: "repair safely", weight: 2, check: checkRepair(catalog, options, false) },
    { name: "repair all", weight: 2, check: checkRepair(catalog, options, true) },
    ...ofCodecs,
    { name: "cpuid dump", weight: 6, check: checkDump },
    { name: "shell words", weight: 4, check: ofResult(splitShell) },
    { name: "qemu arguments", weight: 6, check: ofRound(parseQemuArgv, printVm) },
    { name: "flags", weight: 4, check: ofRound(parseFlags, printFlags) },
    { name: "link", weight: 6, check: checkLink },
    { name: "host text", weight: 4, check: ofResult(parseHostText) },
    { name: "domcapabilities", weight: 4, check: ofResult(parseDomcapabilities) },
    { name: "measured host", weight: 3, check: ofResult(parseMeasuredHost) },
    { name: "kept host", weight: 3, check: ofResult(parseKeptHost) },
    { name: "selection file", weight: 4, check: ofResult(parseSelectionJson) },
    {
      name: "csv",
      weight: 4,
      check: ofRound(parseCsv, (records) => printCsv(records.map((row) => row.map(({ text }) => text)))),
    },
    { name: "table csv", weight: 4, check: ofRound(parseTableCsv, printTableCsv) },
    { name: "table json", weight: 4, check: ofRound(parseTableJson, printTableJson) },
  ].filter(({ weight }) => weight > 0);
}

function checkDump(text: string): string | undefined {
  dumpKind(text);
  const lines = text.split(/\r\n?|\n/).length;
  const stray = parseDump(text).issues.find(({ line }) => line < 0 || line > lines);
  return stray && wrong("an issue outside the text", stray);
}

function checkLink(text: string): string | undefined {
  const { unknownKeys, issues: _issues, ...state } = parseLink(text);
  const once = printLink(state, unknownKeys);
  const { unknownKeys: keys, issues: _more, ...next } = parseLink(once);
  const twice = printLink(next, keys);
  return once === twice ? undefined : wrong("printed otherwise the second time", [once, twice]);
}
