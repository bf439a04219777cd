import { describe, expect, test } from "vitest";
import { differences } from "./json-differences.ts";

describe("differences in words", () => {
  test.each([
    ["nothing", { a: [1] }, { a: [1] }, []],
    ["a value", { property: { since: "5.2" } }, { property: { since: "5.3" } }, ['property.since: "5.2" is now "5.3"']],
    ["a new key and one gone", { a: 1 }, { b: { c: 2 } }, ["a: gone, was 1", "b: new"]],
    ["a new file", undefined, { a: 1 }, ["the file: new"]],
    [
      "plain lists",
      { vendors: ["amd"] },
      { vendors: ["intel"] },
      ['vendors: gone, was "amd"', 'vendors: new, "intel"'],
    ],
    ["plain lists in another order", { a: [1, 2] }, { a: [2, 1] }, ["a: another order or number"]],
    [
      "named entries, however they moved",
      {
        rows: [
          { id: "x", n: 1 },
          { id: "y", n: 1 },
        ],
      },
      {
        rows: [
          { id: "z", n: 1 },
          { id: "y", n: 2 },
          { id: "x", n: 1 },
        ],
      },
      ["rows[y].n: 1 is now 2", "rows[z]: new"],
    ],
    [
      "entries of one name",
      {
        rows: [
          { id: "x", n: 1 },
          { id: "x", n: 2 },
        ],
      },
      {
        rows: [
          { id: "x", n: 1 },
          { id: "x", n: 3 },
        ],
      },
      ["rows[x 2].n: 2 is now 3"],
    ],
    ["another kind of value", { a: null }, { a: { b: 1 } }, ['a: null is now {"b":1}']],
  ])("%s", (_, before, after, lines) => expect(differences(before, after)).toEqual(lines));
});
