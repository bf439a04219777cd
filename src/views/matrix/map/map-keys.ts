// Where a key takes the cross-hair of a picture.
import type { MapKind, MapModel } from "./map-model.ts";
import { clamped, type MapPlace } from "./map-window.ts";
import { sameLook } from "./map-words.ts";

const STEPS: Readonly<Record<string, MapPlace>> = {
  ArrowLeft: { host: -1, machine: 0 },
  ArrowRight: { host: 1, machine: 0 },
  ArrowUp: { host: 0, machine: -1 },
  ArrowDown: { host: 0, machine: 1 },
  PageUp: { host: 0, machine: -10 },
  PageDown: { host: 0, machine: 10 },
};

const extentOf = (model: MapModel) => ({ hosts: model.hosts.length, machines: model.machines.length });
const added = (a: MapPlace, b: MapPlace): MapPlace => ({ host: a.host + b.host, machine: a.machine + b.machine });
const equal = (a: MapPlace, b: MapPlace): boolean => a.host === b.host && a.machine === b.machine;

/**
 * The place that a key leads to, or undefined for a key that does not move. With `far` an arrow goes on to where the
 * picture changes, and Home and End go along the machine types instead of the hosts.
 */
export function placeAfter(
  model: MapModel,
  kind: MapKind,
  from: MapPlace,
  key: string,
  far: boolean,
): MapPlace | undefined {
  const extent = extentOf(model);
  if (key === "Home") return far ? { ...from, machine: 0 } : { ...from, host: 0 };
  if (key === "End") return far ? { ...from, machine: extent.machines - 1 } : { ...from, host: extent.hosts - 1 };
  const step = STEPS[key];
  if (step === undefined) return undefined;
  const next = (place: MapPlace): MapPlace => clamped(added(place, step), extent);
  return far ? changeAfter(from, next, (place) => sameLook(model, kind, from, place)) : next(from);
}

/** The first place on the way that no longer looks the same, or the last. */
function changeAfter(
  from: MapPlace,
  next: (place: MapPlace) => MapPlace,
  same: (place: MapPlace) => boolean,
): MapPlace {
  let now = next(from);
  while (same(now) && !equal(now, next(now))) now = next(now);
  return now;
}
