// For tests of formats that are read: texts that somebody cut, pasted into or mistyped.
import * as fc from "fast-check";

const MARKS = [
  "{",
  "}",
  "[",
  "]",
  ":",
  ";",
  ",",
  "=",
  "'",
  '"',
  "\\",
  "\n",
  "\r\n",
  "  ",
  "- ",
  "--",
  "#",
  "|",
  "&",
  "*",
  "?",
  "\u0000",
  "\ud800",
  "---\n",
  "=+",
  "+",
  "`",
  "$x",
];

/** Some text of an arbitrary with stretches cut out and marks put in. */
export const brokenText = (texts: fc.Arbitrary<string>): fc.Arbitrary<string> =>
  fc
    .tuple(
      texts,
      fc.array(fc.tuple(fc.nat(), fc.nat(6), fc.oneof(fc.string({ maxLength: 6 }), fc.constantFrom(...MARKS)))),
    )
    .map(([text, cuts]) =>
      cuts.reduce((made, [place, length, put]) => {
        const at = place % (made.length + 1);
        return made.slice(0, at) + put + made.slice(at + length);
      }, text),
    );
