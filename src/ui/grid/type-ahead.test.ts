import { describe, expect, it } from "vitest";
import { headFor, TypedText } from "./type-ahead.ts";

const LABELS = ["kvmclock", "kvm-pv-eoi", "kvm-poll-control", "hv-relaxed", "HV-vpindex", "xen-vapic"];

describe("typing ahead", () => {
  it.each([
    ["k", 0, 1],
    ["k", 2, 0],
    ["h", 0, 3],
    ["h", 3, 4],
    ["hv-v", 3, 4],
    ["kvm-p", 1, 1],
    ["poll", 0, 2],
    ["hh", 3, 4],
    ["vapic", 5, 5],
  ])("%s from %i", (typed, from, found) => {
    expect(headFor(LABELS, typed, from)).toBe(found);
  });

  it("finds nothing where nothing matches", () => {
    expect(headFor(LABELS, "zz", 0)).toBeUndefined();
    expect(headFor([], "k", 0)).toBeUndefined();
  });

  it("begins a new word after a pause", () => {
    const typed = new TypedText();
    expect(typed.isOpen(0)).toBe(false);
    expect(typed.add("h", 0)).toBe("h");
    expect(typed.add("v", 200)).toBe("hv");
    expect(typed.isOpen(300)).toBe(true);
    expect(typed.add("x", 2000)).toBe("x");
    typed.clear();
    expect(typed.isOpen(2001)).toBe(false);
  });
});
