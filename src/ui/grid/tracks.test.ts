import { describe, expect, it } from "vitest";
import { layTracks, scrollTo, totalOf, trackAt, windowOf } from "./tracks.ts";

const TRACKS = layTracks([10, 20, 30, 40]);

describe("tracks", () => {
  it("lie one after another", () => {
    expect([...TRACKS]).toEqual([0, 10, 30, 60, 100]);
    expect(totalOf(TRACKS)).toBe(100);
    expect(totalOf(layTracks([]))).toBe(0);
  });

  it.each([
    [-5, 0],
    [0, 0],
    [9.9, 0],
    [10, 1],
    [59, 2],
    [60, 3],
    [1000, 3],
  ])("position %d is in track %i", (position, track) => {
    expect(trackAt(TRACKS, position)).toBe(track);
  });

  it("show as a window with some more on either side, never beyond the ends", () => {
    expect(windowOf(TRACKS, 12, 35, 0)).toEqual({ first: 1, end: 3 });
    expect(windowOf(TRACKS, 12, 35, 1)).toEqual({ first: 0, end: 4 });
    expect(windowOf(TRACKS, 12, 35, 9)).toEqual({ first: 0, end: 4 });
    expect(windowOf(layTracks([]), 0, 100, 2)).toEqual({ first: 0, end: 0 });
    expect(windowOf(TRACKS, 0, 0, 2)).toEqual({ first: 0, end: 0 });
  });

  it("a window holds every track that shows, for every scroll position", () => {
    for (let from = 0; from < 100; from += 1) {
      const { first, end } = windowOf(TRACKS, from, from + 25, 0);
      for (let track = 0; track < 4; track += 1) {
        const shows = (TRACKS[track + 1] ?? 0) > from && (TRACKS[track] ?? 0) <= from + 25;
        expect(track >= first && track < end).toBe(shows);
      }
    }
  });

  it("are scrolled to only as far as needed", () => {
    expect(scrollTo(TRACKS, 1, 5, 50)).toBe(5);
    expect(scrollTo(TRACKS, 1, 15, 50)).toBe(10);
    expect(scrollTo(TRACKS, 3, 0, 50)).toBe(50);
    expect(scrollTo(TRACKS, 3, 0, 30)).toBe(60);
  });
});
