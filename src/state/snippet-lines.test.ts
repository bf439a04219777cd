import { expect, test } from "vitest";
import { comparedLines, countText, markedLines, plainLines } from "./snippet-lines.ts";

const drawn = (lines: ReturnType<typeof markedLines>): string[] =>
  lines.map(
    ({ kind, text, gone }) => `${{ same: " ", added: "+", removed: "-" }[kind]}${text}${gone ? ` ^${gone}` : ""}`,
  );

test("a text has its lines, without an empty one at its end", () => {
  expect(drawn(plainLines("a\n\nb\n"))).toEqual([" a", " ", " b"]);
});

test.each([
  ["a\nb\n", "a\nb\n", [" a", " b"], ""],
  ["a\nx\nb\n", "a\nb\n", [" a", "+x", " b"], "1 line added"],
  ["a\nb\n", "a\nx\ny\nb\n", [" a", " b ^2"], "2 lines removed"],
  ["a\n", "a\nx\n", [" a ^1"], "1 line removed"],
  ["a\nnew\nb\n", "a\nx\ny\nb\n", [" a", "+new", " b ^1"], "1 line added, 1 line removed"],
  ["new\n", "x\ny\n", ["+new ^1"], "1 line added, 1 line removed"],
])("%j after %j", (text, before, expected, words) => {
  const lines = markedLines(text, before);
  expect(drawn(lines)).toEqual(expected);
  expect(countText(lines)).toBe(words);
});

test("a comparison has the lines of both", () => {
  const lines = comparedLines("a\nnew\nb\n", "a\nold\nb\n");
  expect(drawn(lines)).toEqual([" a", "-old", "+new", " b"]);
  expect(countText(lines)).toBe("1 line added, 1 line removed");
});
