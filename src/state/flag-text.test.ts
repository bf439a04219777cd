import { describe, expect, it } from "vitest";
import { parseFlags, printFlags, withFlags } from "./flag-text.ts";

describe("flags", () => {
  it("are read in QEMU's spellings", () => {
    expect(parseFlags("+a,-b,c=d,e,f=g,,h")).toEqual({
      ok: true,
      value: [
        { property: "a", form: "plus", value: "on" },
        { property: "b", form: "minus", value: "off" },
        { property: "c", form: "value", value: "d" },
        { property: "e", form: "value", value: "on" },
        { property: "f", form: "value", value: "g,h" },
      ],
    });
  });

  it.each(["+", "a,,b=c,", "=x", "+a=b", "hv time", ","])("%j is refused with a sentence", (text) => {
    const parsed = parseFlags(text);
    expect(parsed).toMatchObject({
      ok: false,
      issues: expect.arrayContaining([expect.objectContaining({ message: expect.stringMatching(/flag/) })]),
    });
  });

  it("replace an earlier flag for the same property, however it is spelt", () => {
    const before = parseFlags("+hv_time,+a");
    const added = parseFlags("hv-time=off");
    if (!before.ok || !added.ok) throw new Error("both are good");
    expect(printFlags(withFlags(before.value, added.value))).toBe("+a,hv-time=off");
  });
});
