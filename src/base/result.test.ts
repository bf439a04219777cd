// Results carry a value or every issue; a forgotten case is a bug.
import { describe, expect, it } from "vitest";
import { assertNever, fail, ok } from "./result.ts";

describe("results", () => {
  it("carry a value", () => expect(ok(7)).toEqual({ ok: true, value: 7 }));

  it("or all issues, in order", () => {
    const first = { rule: "a", message: "one" };
    const second = { rule: "b", message: "two", where: "file", offset: 3, length: 1 };
    expect(fail(first, second)).toEqual({ ok: false, issues: [first, second] });
  });
});

describe("assertNever", () => {
  it("names what it was not made for", () => {
    expect(() => assertNever({ kind: "odd" } as never)).toThrow('{"kind":"odd"}');
  });
});
