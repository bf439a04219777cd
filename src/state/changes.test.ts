import { describe, expect, it } from "vitest";
import { DEFAULT_SELECTION } from "./default-selection.ts";
import { changeText, flagChanges, markNew } from "./changes.ts";

const before = { ...DEFAULT_SELECTION, overrides: [{ property: "a", form: "plus", value: "on" }] } as const;
const after = { ...DEFAULT_SELECTION, overrides: [{ property: "b", form: "minus", value: "off" }] } as const;

describe("the last change", () => {
  it("names the flags that came and went", () => {
    expect(changeText(flagChanges(before, after))).toBe("Added -b; removed +a");
  });

  it("is empty at the start and when no flag changed", () => {
    expect(changeText(flagChanges(undefined, after))).toBe("");
    expect(changeText(flagChanges(before, { ...before, machine: "pc" }))).toBe("");
  });

  it("marks only what was not there before", () => {
    const marks = markNew(["x", "y", "y"], ["y", "x"], (item) => item).map(([, isNew]) => isNew);
    expect(marks).toEqual([false, false, true]);
    expect(markNew(["x"], undefined, (item) => item)).toEqual([["x", false]]);
  });
});
