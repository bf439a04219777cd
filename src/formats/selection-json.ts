// A selection as JSON: Flipbit's own form, for programs; what is printed is read back unchanged.
import * as v from "valibot";
import { fail, ok, type Result } from "#base/result.ts";
import type { Catalog } from "#catalog/open.ts";
import type { Selection } from "#engine/selection.ts";
import { choicesOf } from "./choices.ts";
import { qemuNotes } from "./qemu-notes.ts";
import { headerLines, type Said, type Snippet, type SnippetHeader } from "./snippet.ts";

const override = v.strictObject({
  property: v.string(),
  form: v.picklist(["plus", "minus", "value"]),
  value: v.string(),
});

const global = v.strictObject({ driver: v.string(), property: v.string(), value: v.string() });

const host = v.strictObject({
  platform: v.optional(v.string()),
  kernel: v.optional(v.string()),
  qemu: v.optional(v.string()),
  libvirt: v.optional(v.string()),
  vendor: v.picklist(["amd", "intel"]),
  hyperv: v.boolean(),
  xen: v.optional(v.boolean()),
  smt: v.optional(v.boolean()),
});

const count = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(0xffffffff));

const selection = v.strictObject({
  machine: v.string(),
  cpu: v.string(),
  overrides: v.array(override),
  accel: v.picklist(["kvm", "tcg"]),
  irqchip: v.optional(v.picklist(["on", "split", "off"])),
  xenVersion: v.optional(count),
  machineText: v.optional(v.string()),
  accelText: v.optional(v.string()),
  cpuPm: v.optional(v.boolean()),
  globals: v.optional(v.array(global)),
  vcpus: v.optional(v.pipe(count, v.minValue(1))),
  host,
});

const file = v.strictObject({
  format: v.literal("flipbit-selection"),
  version: v.literal(1),
  about: v.array(v.string()),
  selection,
});

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
  const read = v.safeParse(file, raw);
  // The schema has no measured host, so the type is the selection's own.
  if (read.success) return ok(read.output.selection as Selection);
  return fail(
    ...read.issues.map((issue) => ({
      rule: "shape",
      message: issue.message,
      where: v.getDotPath(issue) ?? "the file",
    })),
  );
}
