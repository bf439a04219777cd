// Versions compare as numbers; 9.2 is older than 10.0.
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { atLeast, compareVersions, inRange, parseVersion, version, versionText, type Version } from "./version.ts";

const versions = fc.array(fc.nat(99), { minLength: 1, maxLength: 4 });
const sign = (a: Version, b: Version): number => Math.sign(compareVersions(a, b));

describe("parseVersion", () => {
  it.each([
    ["6.1.0-56-amd64", [6, 1, 0]],
    ["5.17.0-rc5", [5, 17, 0]],
    ["5.17-rc5", [5, 17]],
    ["6.12.117+deb13-amd64", [6, 12, 117]],
    ["4.18.0-305.el8.x86_64", [4, 18, 0]],
    ["v11.1.0", [11, 1, 0]],
    ["7", [7]],
    ["  10.2 ", [10, 2]],
    ["4.14.67", [4, 14, 67]],
    ["1.", [1]],
  ])("%s is %o", (text, expected) => expect(parseVersion(text)).toEqual(expected));

  it.each(["", "x", "<=4.5", "-1", "linux-6.1", ".5"])("%j is none", (text) =>
    expect(parseVersion(text)).toBeUndefined(),
  );

  it("reads what versionText prints", () => {
    fc.assert(fc.property(versions, (a) => void expect(parseVersion(versionText(a))).toEqual(a)));
  });
});

describe("version", () => {
  it("is for checked texts: anything else is a bug", () => {
    expect(version("5.10")).toEqual([5, 10]);
    expect(version("5.10")).toBe(version("5.10"));
    expect(() => version("<=5.10")).toThrow("<=5.10");
  });
});

describe("the order", () => {
  it.each([
    ["9.2", "10.0"],
    ["5.9", "5.10"],
    ["2.4", "2.12"],
    ["4.0", "4.0.1"],
    ["4.14.67", "4.15"],
    ["5.17", "5.17.1"],
  ])("%s is older than %s", (a, b) => {
    expect(sign(version(a), version(b))).toBe(-1);
    expect(sign(version(b), version(a))).toBe(1);
    expect(atLeast(version(b), version(a))).toBe(true);
    expect(atLeast(version(a), version(b))).toBe(false);
  });

  it("takes missing places for 0", () => {
    expect(compareVersions([5, 10], [5, 10, 0, 0])).toBe(0);
    expect(atLeast([5, 10], [5, 10, 0])).toBe(true);
  });

  it("is a total order", () => {
    fc.assert(
      fc.property(versions, versions, versions, (a, b, c) => {
        expect(sign(a, a)).toBe(0);
        expect(sign(a, b) + sign(b, a)).toBe(0);
        expect(sign(a, b) <= 0 && sign(b, c) <= 0 ? sign(a, c) <= 0 : true).toBe(true);
      }),
    );
  });

  it("follows the first place that differs", () => {
    fc.assert(
      fc.property(versions, fc.nat(98), fc.array(fc.nat(99), { maxLength: 2 }), (head, place, tail) => {
        expect(sign([...head, place, ...tail], [...head, place + 1])).toBe(-1);
      }),
    );
  });
});

describe("inRange", () => {
  it("holds from the start up to, not with, the end", () => {
    const [since, until] = [version("6.0"), version("8.0")];
    expect(["5.2", "6.0", "7.2.22", "7.99", "8.0", "9.1"].map((at) => inRange(version(at), since, until))).toEqual([
      false,
      true,
      true,
      true,
      false,
      false,
    ]);
    expect(inRange(version("5.2"), undefined, until)).toBe(true);
    expect(inRange(version("99"), since, undefined)).toBe(true);
    expect(inRange(version("0"), undefined, undefined)).toBe(true);
  });
});
