import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { matchSequences } from "./sequence-diff.ts";
import { diffLines, diffWords, type DiffLine } from "./text-diff.ts";

const sideOf = (lines: readonly DiffLine[], without: DiffLine["kind"]): string =>
  lines
    .filter(({ kind }) => kind !== without)
    .map(({ text }) => text)
    .join("\n");

/** A diff as people write it. */
const drawn = (before: string, after: string): string[] =>
  diffLines(before, after).map(({ kind, text }) => `${{ same: " ", removed: "-", added: "+" }[kind]}${text}`);

/** Texts of few different lines, so that much of it comes more than once. */
const text = fc.array(fc.constantFrom("", "a", "b", "c", "one", "two"), { maxLength: 30 }).map((l) => l.join("\n"));
const line = fc.oneof(fc.string(), fc.string({ unit: "binary" }), fc.constantFrom("a b", "a-b c", "\ud800", "+a,b=on"));

describe("lines", () => {
  test("each side is found again in the diff", () => {
    const either = fc.oneof(
      text,
      fc.string(),
      fc.array(line).map((lines) => lines.join("\n")),
    );
    fc.assert(
      fc.property(either, either, (before, after) => {
        const lines = diffLines(before, after);
        expect(sideOf(lines, "added")).toBe(before);
        expect(sideOf(lines, "removed")).toBe(after);
      }),
      { numRuns: 500 },
    );
  });

  test("nothing differs from itself, and the words of a line are the line", () => {
    fc.assert(
      fc.property(text, line, line, (same, before, after) => {
        expect(diffLines(same, same).every(({ kind }) => kind === "same")).toBe(true);
        for (const { text, words } of diffLines(before, after)) {
          expect(words?.map((piece) => piece.text).join("") ?? text).toBe(text);
        }
      }),
    );
  });

  test("without lines that occur only once, the edit is the shortest", () => {
    fc.assert(
      fc.property(text, text, (before, after) => {
        const [a, b] = [before, after].map((side) => [...side.split("\n"), ...side.split("\n")]) as [
          string[],
          string[],
        ];
        expect(matchSequences(a, b).length).toBe(longestCommon(a, b));
      }),
    );
  });

  test("of lines that all occur once, as many stay as can", () => {
    const some = fc.shuffledSubarray([..."abcdefghijkl"]);
    fc.assert(
      fc.property(some, some, (before, after) => {
        expect(matchSequences(before, after).length).toBe(longestCommon(before, after));
      }),
    );
  });

  test.each([
    ["a\nb\nc", "a\nx\nc", [" a", "-b", "+x", " c"]],
    ["a\nb", "a\nb\nc", [" a", " b", "+c"]],
    ["a\nb\nc\n", "b\nc\n", ["-a", " b", " c", " "]],
    [
      "{\n  a\n}\n{\n  b\n}",
      "{\n  a\n}\n{\n  new\n}\n{\n  b\n}",
      [" {", "   a", " }", " {", "+  new", "+}", "+{", "   b", " }"],
    ],
    ["", "a", ["-", "+a"]],
    ["a\r\nb", "a\nb", ["-a\r", "+a", " b"]],
  ])("%j to %j", (before, after, expected) => {
    expect(drawn(before, after)).toEqual(expected);
  });
});

/** The length of the longest common subsequence, by the plain table. */
function longestCommon(a: readonly string[], b: readonly string[]): number {
  let row = b.map(() => 0);
  for (const item of a) {
    let [left, corner] = [0, 0];
    row = row.map((above, at) => {
      left = item === b[at] ? corner + 1 : Math.max(above, left);
      corner = above;
      return left;
    });
  }
  return row.at(-1) ?? 0;
}

describe("long texts", () => {
  const many = Array.from({ length: 10_000 }, (_, at) => `line number ${at}`);
  const changed = (every: number): string[] => many.map((text, at) => (at % every === 0 ? `${text} changed` : text));

  test("every third of 10,000 lines changed is found line by line", () => {
    const lines = diffLines(many.join("\n"), changed(3).join("\n"));
    expect(lines.filter(({ kind }) => kind === "same").length).toBe(6666);
    expect(lines.every(({ kind, words }) => kind === "same" || words !== undefined)).toBe(true);
  });

  test.each([
    ["wholly different ones", many, many.map((text) => `other ${text.length}`)],
    ["a and b in turns against all a", many.map((_, at) => (at % 2 ? "a" : "b")), many.map(() => "a")],
    ["the same backwards", many, many.toReversed()],
    ["lines that come often", many.map((_, at) => `${at % 7}`), many.map((_, at) => `${(at * at) % 11}`)],
  ])("%s are read again from the diff", (_what, before, after) => {
    const lines = diffLines(before.join("\n"), after.join("\n"));
    expect(sideOf(lines, "added")).toBe(before.join("\n"));
    expect(sideOf(lines, "removed")).toBe(after.join("\n"));
  });
});

describe("words", () => {
  const marked = (pieces: readonly { text: string; isChanged: boolean }[] | undefined) =>
    pieces?.map(({ text, isChanged }) => (isChanged ? `[${text}]` : text)).join("");

  test.each([
    ["-cpu EPYC,+a", "-cpu EPYC,+a,b-c=on", "-cpu EPYC,+a", "-cpu EPYC,+a[,b-c=on]"],
    ["memory: 2048", "memory: 4096", "memory: [2048]", "memory: [4096]"],
    ["a=1", "  a=1", "a=1", "[  ]a=1"],
    ["<a>", "<a b='1' c='2' d='3'>", "<a>", "<a[ b='1' c='2' d='3']>"],
  ])("%j to %j", (before, after, left, right) => {
    const words = diffWords(before, after);
    expect([marked(words?.before), marked(words?.after)]).toEqual([left, right]);
  });

  test.each([
    ["unlike lines", "<acpi/>", "kind: Virtual"],
    ["nothing", "", "a"],
    ["spaces", " ", "  "],
    ["very long lines", "a ".repeat(2500), "a ".repeat(2501)],
  ])("not of %s", (_what, before, after) => {
    expect(diffWords(before, after)).toBeUndefined();
  });
});
