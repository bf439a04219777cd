// The part of the map in sight, as whole places on both axes, and how zooming and moving change it.

/** Hosts from x0 up to, not including, x1; machine types from y0 to y1. */
export interface MapWindow {
  readonly x0: number;
  readonly x1: number;
  readonly y0: number;
  readonly y1: number;
}

export interface MapPlace {
  readonly host: number;
  readonly machine: number;
}

export interface MapExtent {
  readonly hosts: number;
  readonly machines: number;
}

const LEAST = 4;

export const wholeWindow = ({ hosts, machines }: MapExtent): MapWindow => ({ x0: 0, x1: hosts, y0: 0, y1: machines });

export const isWhole = (window: MapWindow, extent: MapExtent): boolean =>
  window.x1 - window.x0 >= extent.hosts && window.y1 - window.y0 >= extent.machines;

/** Zooms by a factor (above 1: in) and leaves `at` where it is on screen. */
export function zoomed(window: MapWindow, extent: MapExtent, factor: number, at: MapPlace): MapWindow {
  const [x0, x1] = scaled([window.x0, window.x1], factor, at.host + 0.5, extent.hosts);
  const [y0, y1] = scaled([window.y0, window.y1], factor, at.machine + 0.5, extent.machines);
  return { x0, x1, y0, y1 };
}

/** The window of a rectangle that was drawn between two places, grown to the least size. */
export function windowOf(a: MapPlace, b: MapPlace, extent: MapExtent): MapWindow {
  const [x0, x1] = fitted(Math.min(a.host, b.host), Math.abs(a.host - b.host) + 1, extent.hosts);
  const [y0, y1] = fitted(Math.min(a.machine, b.machine), Math.abs(a.machine - b.machine) + 1, extent.machines);
  return { x0, x1, y0, y1 };
}

/** Moves the window by whole places, as far as the map goes. */
export function panned(window: MapWindow, extent: MapExtent, byHosts: number, byMachines: number): MapWindow {
  const [x0, x1] = fitted(window.x0 + Math.round(byHosts), window.x1 - window.x0, extent.hosts);
  const [y0, y1] = fitted(window.y0 + Math.round(byMachines), window.y1 - window.y0, extent.machines);
  return { x0, x1, y0, y1 };
}

/** Moves the window just so far that a place is in it. */
export function showing(window: MapWindow, extent: MapExtent, { host, machine }: MapPlace): MapWindow {
  const by = (from: number, to: number, at: number) => (at < from ? at - from : at >= to ? at - to + 1 : 0);
  const [dx, dy] = [by(window.x0, window.x1, host), by(window.y0, window.y1, machine)];
  return dx === 0 && dy === 0 ? window : panned(window, extent, dx, dy);
}

/** The place nearest to a wanted one that the map has. */
export const clamped = ({ host, machine }: MapPlace, { hosts, machines }: MapExtent): MapPlace => ({
  host: Math.min(Math.max(host, 0), hosts - 1),
  machine: Math.min(Math.max(machine, 0), machines - 1),
});

function scaled([from, to]: readonly [number, number], factor: number, at: number, all: number): [number, number] {
  const size = to - from;
  // A step always moves: rounding must not hold a small window fast.
  const wanted =
    factor > 1 ? Math.min(Math.round(size / factor), size - 1) : Math.max(Math.round(size / factor), size + 1);
  const length = Math.min(Math.max(wanted, LEAST), all);
  return fitted(Math.round(at - ((at - from) / size) * length), length, all);
}

function fitted(start: number, length: number, all: number): [number, number] {
  const size = Math.min(Math.max(length, LEAST), all);
  const grown = start - Math.max(0, Math.floor((size - length) / 2));
  const from = Math.min(Math.max(grown, 0), all - size);
  return [from, from + size];
}
