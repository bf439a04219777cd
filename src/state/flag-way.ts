// What every gate of an ordinary flag is made from.
import type { Catalog } from "#catalog/open.ts";
import type { BitPlace } from "#engine/bit-place.ts";
import type { Point } from "#engine/point.ts";
import type { ResolvedVm } from "#engine/resolved.ts";
import type { Selection } from "#engine/selection.ts";

export interface FlagWay {
  readonly catalog: Catalog;
  readonly selection: Selection;
  readonly point: Point;
  readonly resolved: ResolvedVm;
  readonly at: BitPlace;
  readonly name: string;
}
