// Edits change what they name and nothing else.
import { describe, expect, it } from "vitest";
import * as fc from "fast-check";
import { applyEdits, openLines, orderEdits } from "./text-edit.ts";

describe("applyEdits", () => {
  it("changes the stretches it is given, in any order", () => {
    const edits = [
      { start: 6, end: 11, text: "there" },
      { start: 0, end: 0, text: ">" },
      { start: 5, end: 6, text: "" },
    ];
    expect(applyEdits("hello world", edits)).toBe(">hellothere");
  });

  it("keeps the first of two that overlap, and one of two that are the same", () => {
    expect(
      applyEdits("abcdef", [
        { start: 1, end: 4, text: "X" },
        { start: 2, end: 5, text: "Y" },
      ]),
    ).toBe("aXef");
    const twice = { start: 2, end: 2, text: "+" };
    expect(orderEdits([twice, { ...twice }])).toEqual([twice]);
  });

  it("leaves everything outside the edits alone", () => {
    fc.assert(
      fc.property(fc.string(), fc.nat(), fc.nat(), fc.string(), (text, a, b, put) => {
        const [start, end] = [a % (text.length + 1), b % (text.length + 1)].toSorted((x, y) => x - y) as [
          number,
          number,
        ];
        expect(applyEdits(text, [{ start, end, text: put }])).toBe(text.slice(0, start) + put + text.slice(end));
      }),
    );
  });
});

describe("openLines", () => {
  it("counts lines and columns from one", () => {
    const place = openLines("ab\n\ncd");
    expect([0, 1, 2, 3, 4, 5, 6].map((at) => place(at)).map(({ line, column }) => `${line}:${column}`)).toEqual([
      "1:1",
      "1:2",
      "1:3",
      "2:1",
      "3:1",
      "3:2",
      "3:3",
    ]);
  });

  it("agrees with splitting the text", () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom("a", "\n", "\r", "é")), fc.nat(), (parts, n) => {
        const text = parts.join("");
        const at = n % (text.length + 1);
        const before = text.slice(0, at).split("\n");
        expect(openLines(text)(at)).toEqual({ line: before.length, column: (before.at(-1) ?? "").length + 1 });
      }),
    );
  });
});
