// A selection as JSON: Flipbit's own form, for programs; what is printed is read back unchanged.
import { fail, ok, type Result } from "#base/result.ts";
import { readSelectionFile } from "#catalog/schema/selection-file.ts";
import type { Catalog } from "#catalog/open.ts";
import type { Selection } from "#engine/selection.ts";
import { choicesOf } from "./choices.ts";
import { qemuNotes } from "./qemu-notes.ts";
import { headerLines, type Said, type Snippet, type SnippetHeader } from "./snippet.ts";

/** The selection under its origin. What a measured host answered is not part of it: only that there was one. */
export function printSelectionJson(catalog: Catalog, selection: Selection, header: SnippetHeader): Snippet {
  const { measured, ...host } = selection.host;
  const notes = [
    ...qemuNotes(catalog, selection),
    ...(measured ? ["What the measured host answered is not in here: give its file beside this one."] : []),
  ];
  const document = {
    format: "flipbit-selection",
    version: 1,
    about: [...headerLines(header), ...notes],
    selection: { ...selection, host },
  };
  return {
    text: `${JSON.stringify(document, null, 2)}\n`,
    fileName: "flipbit-selection.json",
    mediaType: "application/json",
    said: choicesOf(catalog, selection).map(({ property }): Said => ({ property, way: "own" })),
    leftOut: [],
    notes,
  };
}

/** Reads it back; each issue names the place in the file. */
export function parseSelectionJson(text: string): Result<Selection> {
  let raw: unknown;
  try {
    raw = JSON.parse(text);
  } catch (error) {
    return fail({ rule: "json", message: `not JSON: ${error instanceof Error ? error.message : String(error)}` });
  }
  const read = readSelectionFile(raw);
  return read.ok ? ok(read.value.selection) : read;
}
