// The CPU as a QMP command that asks QEMU what the model comes to; the header rides in the command's id, which QMP hands back.
import type { Catalog } from "#catalog/open.ts";
import type { Selection } from "#engine/selection.ts";
import { choicesOf, leftOutBecause, saidBy, type Choice, type Fate } from "./choices.ts";
import { modelOf } from "./qemu-argv-print.ts";
import { isOffWord, isOn } from "./settled.ts";
import { headerLines, type Snippet, type SnippetHeader } from "./snippet.ts";

type Plain = boolean | number | string;

/** `query-cpu-model-expansion` with the model and its properties, each as the JSON type that QEMU takes. */
export function printQemuQmp(catalog: Catalog, selection: Selection, header: SnippetHeader): Snippet {
  const choices = choicesOf(catalog, selection);
  const props = Object.fromEntries(
    choices.filter(({ kind }) => kind === "property").map((choice) => [choice.property, plainValue(choice)]),
  );
  const fates = choices.map(fateOf);
  const leftOut = fates.flatMap((fate) => ("leftOut" in fate ? [fate.leftOut] : []));
  const command = {
    execute: "query-cpu-model-expansion",
    arguments: { type: "full", model: { name: modelOf(catalog, selection), props } },
    id: headerLines(header).join("; "),
  };
  return {
    text: `${JSON.stringify(command, null, 2)}\n`,
    fileName: "flipbit-cpu.qmp.json",
    mediaType: "application/json",
    said: fates.flatMap((fate) => ("said" in fate ? [fate.said] : [])),
    leftOut,
    notes: ["For a QEMU that runs with the machine type and accelerator in question (-S is enough)."],
  };
}

const fateOf = ({ kind, property }: Choice): Fate =>
  kind === "cpu" || kind === "property"
    ? saidBy(property, "model")
    : leftOutBecause(property, "the command describes a CPU only; QEMU must have been started with it", "never");

/** Texts and on-off-auto stay texts; numbers and switches are numbers and booleans in QMP. */
function plainValue({ value, feature }: Choice): Plain {
  const type = feature?.property?.type;
  if (type === "string" || type === "on-off-auto") return value;
  if (isOn(value)) return true;
  if (isOffWord(value)) return false;
  const number = /^(?:0x[0-9a-f]+|\d+)$/i.test(value) ? Number(value) : Number.NaN;
  return Number.isSafeInteger(number) ? number : value;
}
