// The printed QMP command, sent as it is to a QEMU of the same machine: it answers with each property as asked for, or, where this
// QEMU lacks the model or a property, with a refusal that the engine predicts.
import * as v from "valibot";
import type { Catalog } from "#catalog/open.ts";
import { resolveVm } from "#engine/resolve.ts";
import type { Selection } from "#engine/selection.ts";
import type { Snippet } from "#formats/snippet.ts";
import { readExpansion } from "./qmp-answers.ts";
import { openQmpWith } from "./qmp.ts";

const command = v.object({
  arguments: v.object({
    model: v.object({ name: v.string(), props: v.record(v.string(), v.union([v.boolean(), v.number(), v.string()])) }),
  }),
});

/** The findings that say that a name or a value is none for this QEMU. */
const REFUSALS: ReadonlySet<string> = new Set([
  "property-unknown",
  "property-value",
  "cpu-unsupported",
  "accel-host-model",
]);

/** What the model itself takes back, as kvm=off does with KVM's features. */
const SILENT: ReadonlySet<string> = new Set(["off", "dropped-silently"]);

/** What differs between the command's answer and what was asked. */
export async function qmpDifferences(
  qemu: string,
  catalog: Catalog,
  selection: Selection,
  { text }: Snippet,
): Promise<string[]> {
  const { name, props } = v.parse(command, JSON.parse(text)).arguments.model;
  const machine = selection.machine === "" ? [] : ["-machine", selection.machine];
  const qmp = await openQmpWith(qemu, [...machine, "-accel", selection.accel], name);
  try {
    const { problems, outcomes } = resolveVm(catalog, selection);
    const refusal = problems.find(({ rule, severity }) => severity === "error" && REFUSALS.has(rule));
    const answer = await qmp.send(text, "the printed command").catch((error: unknown) => String(error));
    if (typeof answer === "string") return refusal === undefined ? [answer] : [];
    if (refusal !== undefined) return [`taken, though predicted: ${refusal.text}`];
    const said = readExpansion(answer);
    const silent = new Set(outcomes.filter(({ outcome }) => SILENT.has(outcome)).map(({ property }) => property));
    return Object.entries(props)
      .filter(([property, value]) => said.get(property) !== value && !silent.has(property))
      .map(([property, value]) => `${property}: asked ${String(value)}, QEMU ${String(said.get(property))}`);
  } finally {
    qmp.close();
  }
}
