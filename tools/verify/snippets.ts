// The printed snippets, given to the programs that they are for: QEMU, virt-install and virt-xml, shells.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Catalog } from "#catalog/open.ts";
import { resolveVm } from "#engine/resolve.ts";
import type { HostSelection, Selection } from "#engine/selection.ts";
import { FORMATS } from "#formats/index.ts";
import { parseQemuArgv } from "#formats/qemu-argv.ts";
import { splitShell } from "#formats/shell-words.ts";
import type { Snippet } from "#formats/snippet.ts";
import { FIXED_LINES, needsKvm } from "./guest-lines.ts";

export const HEADER = {
  date: "2026-11-22",
  catalogVersion: "1",
  targets: "this machine's own; $(false) `false` 'x' ]]> -->",
  permalink: "https://example.org/#v=1&view=snippets",
};

/** A selection whose snippets are tried, under the arguments that it came from. */
export interface Tried {
  readonly args: string;
  readonly selection: Selection;
}

/** The fixed lines on a host; `isUsable` picks those that the host can start. */
export function triedLines(catalog: Catalog, host: HostSelection, hasKvm: boolean): readonly Tried[] {
  return FIXED_LINES.filter(({ args }) => hasKvm || !needsKvm(args)).flatMap(({ args }) => {
    const vm = parseQemuArgv(args);
    if (!vm.ok) return [];
    const selection: Selection = { ...vm.value, host };
    return resolveVm(catalog, selection).starts === "yes" ? [{ args, selection }] : [];
  });
}

/** Prints a selection in a format; throws when there is no such format. */
export function printAs(catalog: Catalog, id: string, selection: Selection, release?: string): Snippet {
  const format = FORMATS.find((row) => row.id === id);
  if (!format) throw new Error(`no format ${id}`);
  return format.print(catalog, selection, HEADER, release);
}

/** The words of a shell command without its program; throws when it is no such command. */
export function commandWords(text: string): readonly string[] {
  const words = splitShell(text);
  if (!words.ok) throw new Error(words.issues[0]?.message);
  return words.value.slice(1).map((word) => word.text);
}

/** Writes a snippet into the run's folder, under its own name. */
export function save(folder: string, { fileName, text }: Snippet): string {
  const file = join(folder, fileName);
  writeFileSync(file, text);
  return file;
}
