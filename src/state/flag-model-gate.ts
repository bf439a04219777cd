// Whether the CPU model defines a flag, and which version of the same model stands the other way.
import { resolveCpu } from "#engine/cpu.ts";
import { modelHasFlag } from "#engine/cpu-words.ts";
import type { PathGate } from "./bit-path.ts";
import type { FlagWay } from "./flag-way.ts";

/** The gate of the CPU model. */
export function modelGate({ catalog, selection, point, name }: FlagWay): PathGate | undefined {
  const { machine, qemu, kind, cpu } = point;
  if (machine === undefined) return undefined;
  const base = { id: "model", title: "The CPU model has it", since: "", move: undefined };
  if (kind === "host" || kind === "max")
    return { ...base, open: "unknown", text: `-cpu ${cpu} takes what the host has.` };
  const answer = resolveCpu(catalog, cpu, machine, qemu);
  const has = modelHasFlag(catalog, answer.version, name);
  if (has === undefined)
    return { ...base, open: "unknown", text: `Nobody has recorded what ${answer.name ?? cpu} defines.` };
  const text = `${answer.name ?? cpu} ${has ? "has" : "does not have"} it.`;
  const other = answer.model?.versions.find(
    (row) =>
      row.version > 0 &&
      modelHasFlag(catalog, row, name) === !has &&
      resolveCpu(catalog, row.name, machine, qemu).exists,
  );
  const move = other && { label: `Take ${other.name}`, to: { ...selection, cpu: other.name } };
  return { ...base, open: has ? "yes" : "no", text, move };
}
