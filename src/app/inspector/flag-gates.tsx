import type { Catalog } from "#catalog/open.ts";
import type { BitPlace } from "#engine/bit-place.ts";
import type { Selection } from "#engine/selection.ts";
import { Gates } from "#parts/gates.tsx";
import { selectFlagPath } from "#state/flag-path.ts";

interface FlagGatesProps {
  readonly catalog: Catalog;
  readonly selection: Selection;
  readonly place: BitPlace;
}

/** The gates of an ordinary flag on its way from the host to the guest. */
export function FlagGates({ catalog, selection, place }: FlagGatesProps) {
  return <Gates rows={selectFlagPath(catalog, selection, place)} />;
}
