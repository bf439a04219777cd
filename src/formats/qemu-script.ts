// The QEMU command line as a script: under a header, an option a line or on one line.
import type { Catalog } from "#catalog/open.ts";
import type { Selection } from "#engine/selection.ts";
import { choicesOf } from "./choices.ts";
import { qemuCommand, unwritable } from "./qemu-argv-print.ts";
import { qemuNotes } from "./qemu-notes.ts";
import { canonicalProperty } from "./settled.ts";
import { hashComment, headerLines, remarkLines, type Said, type Snippet, type SnippetHeader } from "./snippet.ts";

/** The command line, an option a line, under a comment header; ready for a shell script. */
export const printQemuSnippet = (catalog: Catalog, selection: Selection, header: SnippetHeader): Snippet =>
  asScript(catalog, selection, header, " \\\n  ");

/** The same on one line. */
export const printQemuLine = (catalog: Catalog, selection: Selection, header: SnippetHeader): Snippet =>
  asScript(catalog, selection, header, " ");

function asScript(catalog: Catalog, selection: Selection, header: SnippetHeader, gap: string): Snippet {
  const leftOut = selection.overrides.flatMap((override) => unwritable(override));
  const lost = new Set(leftOut.map(({ property }) => canonicalProperty(catalog, property).name));
  const said = choicesOf(catalog, selection)
    .filter(({ kind, property }) => kind !== "property" || !lost.has(property))
    .map(({ property }): Said => ({ property, way: "own" }));
  const notes = qemuNotes(catalog, selection);
  const comment = hashComment([...headerLines(header), ...remarkLines({ notes, leftOut })]);
  const text = `${comment}\n${qemuCommand(catalog, selection, gap)}\n`;
  return { text, fileName: "flipbit-vm.sh", mediaType: "text/x-shellscript", said, leftOut, notes };
}
