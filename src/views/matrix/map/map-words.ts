// The map in words: what a point holds, for the readout, the picture's head and screen readers.
import { STATES } from "#engine/cube.ts";
import type { VerdictState } from "#engine/resolved.ts";
import type { Selection } from "#engine/selection.ts";
import { SHORT } from "#parts/verdict-look.ts";
import { countText } from "../count-text.ts";
import type { MapKind, MapModel } from "./map-model.ts";
import type { MapPlace } from "./map-window.ts";

const indexOf = ({ machines }: MapModel, { host, machine }: MapPlace): number => host * machines.length + machine;

/** The state of a point: the feature's verdict, or for counts whether it starts and whether anything is known. */
export const stateOf = (model: MapModel, kind: MapKind, place: MapPlace): VerdictState =>
  STATES[kind.state[indexOf(model, place)] ?? 0] ?? "unknown";

/** What a point of one picture holds: `6 seen of 13 possible, 2 unknown`, or a verdict's word. */
export function pointWords(model: MapModel, kind: MapKind, place: MapPlace): string {
  const at = indexOf(model, place);
  const state = stateOf(model, kind, place);
  if (model.subject.kind === "feature") return SHORT[state];
  const [seen, possible, unknown] = [kind.seen[at] ?? 0, kind.possible[at] ?? 0, kind.unknown[at] ?? 0];
  return countText({ state, seen, possible, unknown });
}

/** Host and machine type of a place. */
export const placeWords = ({ hosts, machines }: MapModel, { host, machine }: MapPlace): readonly [string, string] => [
  hosts[host]?.title ?? "",
  machines[machine]?.name ?? "",
];

/** All that is said when the cross-hair moves over a picture. */
export const spokenPoint = (model: MapModel, kind: MapKind, place: MapPlace): string =>
  `${placeWords(model, place).join(", ")}, ${kind.cpu}: ${pointWords(model, kind, place)}`;

/** Whether two places of a picture look the same. */
export function sameLook(model: MapModel, kind: MapKind, a: MapPlace, b: MapPlace): boolean {
  const [one, two] = [indexOf(model, a), indexOf(model, b)];
  if (kind.state[one] !== kind.state[two]) return false;
  return (
    model.subject.kind === "feature" || (kind.seen[one] === kind.seen[two] && kind.possible[one] === kind.possible[two])
  );
}

/** The selection with the VM at a point of a picture; what is known of the host's own build stays. */
export function movedTo(selection: Selection, model: MapModel, kind: MapKind, { host, machine }: MapPlace): Selection {
  const [there, type] = [model.hosts[host], model.machines[machine]];
  if (there === undefined || type === undefined) return selection;
  const { xen, smt } = selection.host;
  const build = { ...(xen === undefined ? {} : { xen }), ...(smt === undefined ? {} : { smt }) };
  return { ...selection, machine: type.name, cpu: kind.cpu, host: { ...there.selection, ...build } };
}
