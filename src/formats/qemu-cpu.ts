// Only what belongs behind -cpu: to paste into a command line, or into a tool that takes just that.
import { quote } from "shlex";
import type { Catalog } from "#catalog/open.ts";
import type { Selection } from "#engine/selection.ts";
import { choicesOf, leftOutBecause, saidBy, type Choice, type Fate } from "./choices.ts";
import { cpuArgument, unwritable } from "./qemu-argv-print.ts";
import { canonicalProperty } from "./settled.ts";
import { printFlag } from "./qemu-options.ts";
import { hashComment, headerLines, remarkLines, type Snippet, type SnippetHeader } from "./snippet.ts";

/** `-cpu MODEL,flags`, quoted for a shell; `parseQemuArgv` reads it back. */
export function printQemuCpu(catalog: Catalog, selection: Selection, header: SnippetHeader): Snippet {
  const unsaid = new Map(
    selection.overrides
      .filter((override) => printFlag(override) === undefined)
      .map((override) => [
        canonicalProperty(catalog, override.property).name,
        unwritable(override)[0]?.reason ?? "-cpu cannot write this value, -global can",
      ]),
  );
  const fates = choicesOf(catalog, selection).map((choice) => fateOf(choice, unsaid));
  const said = fates.flatMap((fate) => ("said" in fate ? [fate.said] : []));
  const leftOut = fates.flatMap((fate) => ("leftOut" in fate ? [fate.leftOut] : []));
  const value = cpuArgument(catalog, selection);
  const notes = value === "" ? ["No CPU model and no flag was chosen: nothing is needed."] : [];
  const comment = hashComment([...headerLines(header), ...remarkLines({ notes, leftOut })]);
  const line = value === "" ? "" : `-cpu ${quote(value)}\n`;
  return { text: `${comment}\n${line}`, fileName: "flipbit-cpu.txt", mediaType: "text/plain", said, leftOut, notes };
}

function fateOf({ kind, property }: Choice, unsaid: ReadonlyMap<string, string>): Fate {
  if (kind !== "cpu" && kind !== "property") return leftOutBecause(property, "it has no place behind -cpu", "never");
  const reason = unsaid.get(property);
  return reason === undefined ? saidBy(property, "-cpu") : leftOutBecause(property, reason, "value");
}
