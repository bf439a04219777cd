// QEMU takes the printed lines and files, and its CPU then has the properties that the engine predicts.
import { availableParallelism } from "node:os";
import type { Catalog } from "#catalog/open.ts";
import { resolveVm } from "#engine/resolve.ts";
import type { PropertyOutcome } from "#engine/resolved.ts";
import type { Selection } from "#engine/selection.ts";
import type { Snippet } from "#formats/snippet.ts";
import { inParallel } from "./program.ts";
import { readPlain } from "./qmp-answers.ts";
import { openQmpWith, type Qmp } from "./qmp.ts";
import type { Report } from "./report.ts";
import { commandWords, printAs, save, type Tried } from "./snippets.ts";
import { mkdtempSync } from "node:fs";
import { join } from "node:path";

interface QemuSnippets {
  readonly catalog: Catalog;
  readonly report: Report;
  readonly qemu: string;
  readonly folder: string;
  readonly lines: readonly Tried[];
}

/** Each line as a command, and with -readconfig: the same CPU must come out of both. */
export async function checkQemuSnippets(check: QemuSnippets): Promise<void> {
  const { catalog, report, qemu, lines } = check;
  const differences = await inParallel(lines, availableParallelism(), async ({ selection }) => {
    const folder = mkdtempSync(join(check.folder, "snippet-"));
    const found: string[] = [];
    for (const id of ["qemu-argv", "qemu-readconfig"]) {
      const snippet = printAs(catalog, id, selection);
      if (snippet.leftOut.length > 0) continue;
      found.push(...(await tryOne(qemu, folder, catalog, selection, snippet, id)).map((line) => `${id}: ${line}`));
    }
    return found;
  });
  for (const [index, { args }] of lines.entries()) report.check(`snippets for QEMU: ${args}`, differences[index] ?? []);
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
  id: string,
): Promise<string[]> {
  const args = argumentsOf(snippet, save(folder, snippet));
  let qmp: Qmp;
  try {
    qmp = await openQmpWith(qemu, args, id);
  } catch (error) {
    const lines = (error instanceof Error ? error.message : String(error)).split("\n");
    if (lines.some((line) => HOST_LIMITS.test(line))) return [];
    return lines.filter((line) => !line.includes(": warning: ")).map((line) => `refused: ${line}`);
  }
  try {
    return await propertyDifferences(qmp, catalog, selection);
  } finally {
    qmp.close();
  }
}

/** Refusals that are about the host's own processor (docs/verify-stack.md: tsc-frequency, enforce-host-cpu, MSR 0x10a). */
const HOST_LIMITS = /TSC frequency mismatch|failed to set MSR 0x10a|Host doesn't support requested features/;

/** Switches of the first CPU as QOM tells them, against what the engine says became of them. */
async function propertyDifferences(qmp: Qmp, catalog: Catalog, selection: Selection): Promise<string[]> {
  const found: string[] = [];
  for (const row of resolveVm(catalog, selection).outcomes.filter((row) => isPlainSwitch(catalog, row))) {
    const { property, outcome } = row;
    const is = readPlain(await qmp.ask("qom-get", { path: CPU, property }).catch(() => undefined));
    if (is !== undefined && is !== (outcome === "on"))
      found.push(`${property}: QEMU ${String(is)}, predicted ${outcome}`);
  }
  return found;
}

/** A switch of the CPU whose outcome is known. */
function isPlainSwitch(catalog: Catalog, { outcome, feature }: PropertyOutcome): boolean {
  const property = catalog.featureById.get(feature)?.property;
  return (
    (outcome === "on" || outcome === "off") &&
    property?.scope === "cpu" &&
    (property.type === "bit" || property.type === "bool")
  );
}

/** Where QEMU puts a processor that nobody named. */
const CPU = "/machine/unattached/device[0]";
