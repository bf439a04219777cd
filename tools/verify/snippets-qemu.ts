// QEMU takes the printed lines, files and QMP commands, and its CPU then has the properties that the engine predicts. What it refuses,
// it refuses with the predicted words.
import { mkdtempSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import type { Catalog } from "#catalog/open.ts";
import { resolveVm } from "#engine/resolve.ts";
import type { PropertyOutcome, ResolvedVm } from "#engine/resolved.ts";
import type { HostSelection, Selection } from "#engine/selection.ts";
import { parseQemuArgv } from "#formats/qemu-argv.ts";
import type { Snippet } from "#formats/snippet.ts";
import { compareGuest } from "./guest-comparison.ts";
import { readMessages } from "./guest.ts";
import { inParallel } from "./program.ts";
import { readPlain } from "./qmp-answers.ts";
import { openQmpWith, QemuEnded, type Qmp } from "./qmp.ts";
import type { Report } from "./report.ts";
import { qmpDifferences } from "./snippets-qmp.ts";
import { commandWords, printAs, save, type Tried } from "./snippets.ts";

interface QemuSnippets {
  readonly catalog: Catalog;
  readonly report: Report;
  readonly qemu: string;
  readonly folder: string;
  readonly lines: readonly Tried[];
  /** Where they are tried, which need not be what they were written for. */
  readonly host: HostSelection;
}

/** Each line as a command, with -readconfig and as a QMP command. */
export async function checkQemuSnippets(check: QemuSnippets): Promise<void> {
  const { report, lines } = check;
  const differences = await inParallel(lines, availableParallelism(), ({ selection }) => tryAll(check, selection));
  for (const [index, { args }] of lines.entries()) report.check(`snippets for QEMU: ${args}`, differences[index] ?? []);
}

async function tryAll({ catalog, qemu, folder, host }: QemuSnippets, selection: Selection): Promise<string[]> {
  const own = mkdtempSync(join(folder, "snippet-"));
  const print = (id: string): Snippet => printAs(catalog, id, selection);
  const found: string[] = [];
  const add = (id: string, lines: readonly string[]): void => {
    found.push(...lines.map((line) => `${id}: ${line}`));
  };
  const [line, config, qmp] = [print("qemu-argv"), print("qemu-readconfig"), print("qemu-qmp")];
  if (line.leftOut.length === 0) {
    const read = parseQemuArgv(line.text);
    if (!read.ok) return [`qemu-argv: not read back: ${read.issues[0]?.message ?? ""}`];
    const asWritten = { ...read.value, host };
    add("qemu-argv", await tryOne(qemu, own, catalog, asWritten, line, true));
  }
  // A file's messages name its lines, so only the start and the CPU are compared.
  if (config.leftOut.length === 0)
    add("qemu-readconfig", await tryOne(qemu, own, catalog, { ...selection, host }, config, false));
  add("qemu-qmp", await qmpDifferences(qemu, catalog, { ...selection, host }, qmp));
  return found;
}

/** The command line of a snippet: a script's own, or what the first comment of a file says. */
function argumentsOf(snippet: Snippet, file: string): readonly string[] {
  if (!snippet.fileName.endsWith(".cfg")) return commandWords(snippet.text);
  const [, comment = ""] = /^# Start it with:\n((?:# {3}.*\n)+)/m.exec(snippet.text) ?? [];
  return commandWords(comment.replace(/^# {3}/gm, "")).map((word) => (word === snippet.fileName ? file : word));
}

async function tryOne(
  qemu: string,
  folder: string,
  catalog: Catalog,
  selection: Selection,
  snippet: Snippet,
  areMessagesCompared: boolean,
): Promise<string[]> {
  const args = argumentsOf(snippet, save(folder, snippet));
  const predicted = resolveVm(catalog, selection);
  const judge = (printed: string, started: boolean): readonly string[] => {
    const messages = readMessages(printed);
    if (!started && messages.some((line) => HOST_LIMITS.test(line))) return [];
    const end = started ? "started" : messages.join(" / ");
    if (!areMessagesCompared) {
      const wanted = started ? "yes" : "no";
      return predicted.starts === wanted ? [] : [`starts: predicted ${predicted.starts}, measured ${wanted} (${end})`];
    }
    const guest = { args: args.join(" "), started, end, messages, leaves: new Map<never, never>() };
    return compareGuest(guest, predicted, false).differences;
  };
  let qmp: Qmp;
  try {
    qmp = await openQmpWith(qemu, args, snippet.fileName);
  } catch (error) {
    return [...judge(error instanceof QemuEnded ? error.printed : String(error), false)];
  }
  try {
    const differences = await propertyDifferences(qmp, catalog, predicted);
    return [...differences, ...judge(qmp.printed(), true)];
  } finally {
    qmp.close();
  }
}

/** Refusals that are about the host's own processor (docs/verify-stack.md: tsc-frequency, enforce-host-cpu, MSR 0x10a). */
const HOST_LIMITS = /TSC frequency mismatch|failed to set MSR 0x10a|Host doesn't support requested features/;

/** Switches and numbers of the first CPU as QOM tells them, against what the engine says became of them. */
async function propertyDifferences(qmp: Qmp, catalog: Catalog, { outcomes }: ResolvedVm): Promise<string[]> {
  const found: string[] = [];
  for (const row of outcomes) {
    const wanted = predictedValue(catalog, row);
    if (wanted === undefined) continue;
    const { property, outcome } = row;
    const is = readPlain(await qmp.ask("qom-get", { path: CPU, property }).catch(() => undefined));
    if (is !== undefined && is !== wanted)
      found.push(`${property}: QEMU ${String(is)}, predicted ${outcome} ${String(wanted)}`);
  }
  return found;
}

/** What a property of the CPU must be whose outcome is known; undefined for what is neither a switch nor a number. */
function predictedValue(catalog: Catalog, { outcome, feature, value }: PropertyOutcome): boolean | number | undefined {
  const property = catalog.featureById.get(feature)?.property;
  if (property?.scope !== "cpu" || (outcome !== "on" && outcome !== "off")) return undefined;
  if (property.type === "bit" || property.type === "bool") return outcome === "on";
  return outcome === "on" && property.type.startsWith("uint") && value !== undefined ? Number(value) : undefined;
}

/** Where QEMU puts a processor that nobody named. */
const CPU = "/machine/unattached/device[0]";
