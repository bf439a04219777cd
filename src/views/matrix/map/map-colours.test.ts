import { describe, expect, it } from "vitest";
import { css, inkOn, mix } from "./map-colours.ts";

describe("colours", () => {
  it("mix by share", () => {
    expect(css(mix([255, 0, 0], [0, 0, 255], 0.5))).toBe("rgb(128 0 128)");
    expect(mix([10, 20, 30], [0, 0, 0], 1)).toEqual([10, 20, 30]);
  });

  it("take the ink with more contrast", () => {
    expect(inkOn([250, 250, 250], [0, 0, 0], [255, 255, 255])).toEqual([0, 0, 0]);
    expect(inkOn([10, 116, 106], [21, 27, 36], [255, 255, 255])).toEqual([255, 255, 255]);
    expect(inkOn([90, 160, 153], [21, 27, 36], [255, 255, 255])).toEqual([21, 27, 36]);
  });
});
