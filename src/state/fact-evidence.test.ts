import { describe, expect, it } from "vitest";
import { evidenceOf } from "./fact-evidence.ts";

const at = (source: string) => [{ source, confidence: "verified" as const, checked: "2026-11-22" }];
const byPath = { requires: at("a"), "property.since": at("b"), reports: at("c") };

describe("the evidence of a fact", () => {
  it.each([
    ["requires", ["a"]],
    ["requires.0", ["a"]],
    ["property", ["b"]],
    ["migration", ["a", "b", "c"]],
  ])("%s", (path, sources) => {
    expect(evidenceOf(byPath, path).map(({ source }) => source)).toEqual(sources);
  });
});
