// What a machine type brings along: its own compat properties and those of every newer type of its board.
import type { Catalog, MachineEntry } from "#catalog/open.ts";
import type { BundledMachineVersion } from "#catalog/bundle-types.ts";
import type { Selection } from "#engine/selection.ts";
import { selectResolved } from "#state/selectors.ts";

/** The full name of the selection's machine type, aliases followed. */
export const resolveVmMachine = (catalog: Catalog, selection: Selection): string =>
  selectResolved(catalog, selection).machine ?? selection.machine;

type CompatProperty = BundledMachineVersion["compat"][number];

export interface CompatGroup {
  readonly name: string;
  readonly compat: readonly CompatProperty[];
}

/** Its own compat properties first, then those that it takes from each newer type that adds some, oldest of them first. */
export const compatGroups = ({ board, index }: MachineEntry): readonly CompatGroup[] =>
  board.versions
    .slice(index)
    .filter(({ compat }) => compat.length > 0)
    .map(({ name, compat }) => ({ name, compat }));

/** A compat property with the QEMU releases whose list holds it. */
export const compatWhen = ({ since, until }: CompatProperty): string =>
  [since && `from QEMU ${since}`, until && `until QEMU ${until}`].filter(Boolean).join(" ");
