// Where rows and columns lie, in pixels, and which of them are in sight.

/** Starts of all tracks and the end of the last: one more entry than tracks. */
export type Tracks = Float64Array;

/** Lays tracks of the given sizes one after another from 0. */
export function layTracks(sizes: readonly number[]): Tracks {
  const starts = new Float64Array(sizes.length + 1);
  sizes.forEach((size, index) => {
    starts[index + 1] = (starts[index] ?? 0) + size;
  });
  return starts;
}

/** The end of the last track. */
export const totalOf = (tracks: Tracks): number => tracks.at(-1) ?? 0;

/** The track that holds a position; the first or last one for positions outside. */
export function trackAt(tracks: Tracks, position: number): number {
  let low = 0;
  let high = tracks.length - 2;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((tracks[middle] ?? 0) <= position) low = middle;
    else high = middle - 1;
  }
  return Math.max(low, 0);
}

/** Tracks from `first` up to, not including, `end`. */
export interface Window {
  readonly first: number;
  readonly end: number;
}

/** The tracks that show between two positions, and `more` on either side. */
export function windowOf(tracks: Tracks, from: number, to: number, more: number): Window {
  const count = tracks.length - 1;
  if (count <= 0 || to <= from) return { first: 0, end: 0 };
  return {
    first: Math.max(trackAt(tracks, from) - more, 0),
    end: Math.min(trackAt(tracks, to) + 1 + more, count),
  };
}

/** How far to scroll so that a track is wholly in a view of `size` that starts at `scroll`; `scroll` itself when it is. */
export function scrollTo(tracks: Tracks, track: number, scroll: number, size: number): number {
  const start = tracks[track] ?? 0;
  const end = tracks[track + 1] ?? start;
  if (start < scroll || end - start > size) return start;
  return end > scroll + size ? end - size : scroll;
}
