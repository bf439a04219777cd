// Taking a profile: its flags come into the selection, and what of it this host does not have is said.
import type { BundledProfile } from "#catalog/bundle-types.ts";
import type { Catalog } from "#catalog/open.ts";
import { takeProfile, type LeftOut, type LeftOutWhy } from "#engine/profile.ts";
import { groupBy } from "./group-by.ts";
import { notify, select } from "./actions.ts";
import { store } from "./store.ts";

const WHY: Readonly<Record<LeftOutWhy, string>> = {
  vendor: "for processors of the other vendor",
  unavailable: "not to be had on this host",
  "no-start": "the VM does not start here",
  unknown: "nobody knows whether this host has it",
};

/** What was left out of a profile and why, in one sentence; empty where nothing was. */
export function leftOutText(catalog: Catalog, leftOut: readonly LeftOut[]): string {
  const name = (id: string): string => catalog.featureById.get(id)?.property?.name ?? id;
  return [...groupBy(leftOut, ({ why }) => why)]
    .map(([why, rows]) => `${rows.map(({ feature }) => name(feature)).join(", ")} (${WHY[why]})`)
    .join("; ");
}

/** Puts a profile's flags in place of the others: one step of undo. */
export function chooseProfile(profile: BundledProfile): void {
  const { catalog, selection } = store.getState();
  if (catalog.status !== "ready") throw new Error("the catalogue is not open yet");
  const taken = takeProfile(catalog.catalog, selection, profile);
  select(taken.selection);
  if (taken.leftOut.length > 0)
    notify([
      {
        rule: "profile-left-out",
        where: profile.id,
        message: `Of ${profile.title}, left out: ${leftOutText(catalog.catalog, taken.leftOut)}.`,
      },
    ]);
}
