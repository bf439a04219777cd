// What a press or a drag on bits does: one step of undo, however many bits it flips.
import type { Issue } from "#base/result.ts";
import type { Catalog } from "#catalog/open.ts";
import { isBitSet, type BitPlace } from "#engine/bit-place.ts";
import { flipBit } from "#engine/flip.ts";
import type { Selection } from "#engine/selection.ts";
import { focusOn, notify, select } from "./actions.ts";
import { withField, type LeafField } from "./leaf-fields.ts";
import { bitFocus, selectRegister } from "./register-view.ts";
import { selectResolved } from "./selectors.ts";
import { store } from "./store.ts";

export type RegisterPlace = Omit<BitPlace, "bit">;

function openCatalogue(): Catalog {
  const { catalog } = store.getState();
  if (catalog.status !== "ready") throw new Error("the catalogue is not open yet");
  return catalog.catalog;
}

/** Flips bits of one register, each with what it takes; the last one is then explained. */
export function flipBits(place: RegisterPlace, bits: readonly number[]): void {
  const catalog = openCatalogue();
  const issues: Issue[] = [];
  let { selection } = store.getState();
  const wanted = new Map(
    selectRegister(catalog, selection, place.leaf, place.register, place.subleaf)
      .filter((row) => bits.includes(row.bit) && row.info.canFlip)
      .map((row) => [row.bit, !row.info.set]),
  );
  for (const [bit, on] of wanted) selection = flipOne(catalog, selection, place, { bit, on }, issues);
  if (selection === store.getState().selection) return notify(issues);
  const last = bits.at(-1);
  const shown = selectRegister(catalog, store.getState().selection, place.leaf, place.register, place.subleaf);
  select(selection, last === undefined ? undefined : bitFocus(shown, { ...place, bit: last }));
  if (issues.length > 0) notify(issues);
}

interface Wanted {
  readonly bit: number;
  readonly on: boolean;
}

/** One bit; one that an earlier flip of the same drag has moved already stays as it is. */
function flipOne(
  catalog: Catalog,
  selection: Selection,
  place: RegisterPlace,
  { bit, on }: Wanted,
  issues: Issue[],
): Selection {
  const resolved = selectResolved(catalog, selection);
  const at = { ...place, bit };
  if (isBitSet(resolved, at) === on) return selection;
  const result = flipBit(catalog, selection, resolved, at);
  if (result.ok) return result.value;
  issues.push(...result.issues);
  return selection;
}

/** What a press on a bit does: flips it, or where it cannot be flipped, explains it. */
export function pressBit(place: RegisterPlace, bit: number): void {
  const catalog = openCatalogue();
  const bits = selectRegister(catalog, store.getState().selection, place.leaf, place.register, place.subleaf);
  const canFlip = bits.find((row) => row.bit === bit)?.info.canFlip === true;
  if (canFlip) flipBits(place, [bit]);
  else focusOn(bitFocus(bits, { ...place, bit }));
}

/** Takes another value into a field; the sentence says why it cannot stand there. */
export function setField(field: LeafField, written: string): string | undefined {
  const { selection } = store.getState();
  const result = withField(openCatalogue(), selection, field, written);
  if (!result.ok) return result.issues.map((issue) => issue.message).join(" ");
  if (result.value !== selection) select(result.value);
  return undefined;
}

/** Compares with something else, or with nothing. */
export const compareWith = (against: string): void =>
  store.setState((before) => ({ view: { ...before.view, against } }));
