import * as fc from "fast-check";
import { quote } from "shlex";
import { describe, expect, test } from "vitest";
import { splitShell } from "./shell-words.ts";

const words = (text: string): readonly string[] => {
  const split = splitShell(text);
  if (!split.ok) throw new Error(split.issues[0]?.message);
  return split.value.map((word) => word.text);
};

describe("splitShell", () => {
  test.each([
    ["", []],
    ["  \n\t ", []],
    ["a b", ["a", "b"]],
    ["a \\\n  b", ["a", "b"]],
    ["a \\\r\n  b", ["a", "b"]],
    ["# header\na # tail\nb", ["a", "b"]],
    ["a#b", ["a#b"]],
    [`a"b c"'d e'f`, ["ab cd ef"]],
    [`"" ''`, ["", ""]],
    [String.raw`a\ b "\"" '\'`, ["a b", '"', "\\"]],
    [String.raw`$'\n' $x "$y"`, ["\n", "$x", "$y"]],
    [`'\\\\'"'"'x'`, [String.raw`\\'x`]],
    ["x\u00a0y", ["x", "y"]],
    ["a\\\nb", ["ab"]],
  ])("%j", (text, expected) => expect(words(text)).toEqual(expected));

  test("each word knows its place", () => {
    const text = `one  "t w" three`;
    const split = splitShell(text);
    expect(split.ok && split.value.map(({ offset = 0, length = 0 }) => text.slice(offset, offset + length))).toEqual([
      "one",
      `"t w"`,
      "three",
    ]);
  });

  test.each([
    [`a 'b`, 2],
    [`a "b\\"`, 2],
    ["a\\", 1],
    ["a b$'c", 3],
  ])("%j is unfinished", (text, offset) => {
    expect(splitShell(text)).toMatchObject({ ok: false, issues: [{ rule: "unfinished-quote", offset }] });
  });

  test("whatever is quoted comes back", () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: "binary" })), (list) => {
        expect(words(list.map((word) => quote(word)).join(" "))).toEqual(list);
      }),
    );
  });
});

test.each(['"', "'", "$'", '$"'])(
  "a long text behind a %s without a partner is refused, not searched for ever",
  (mark) => {
    const split = splitShell(`qemu ${mark}${"a b".repeat(100_000)}`);
    expect(split.ok ? [] : split.issues.map(({ rule, offset }) => [rule, offset])).toEqual([["unfinished-quote", 5]]);
  },
);
