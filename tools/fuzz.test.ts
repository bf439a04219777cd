// The fuzz in short: what `npm run fuzz` does at length.
import { describe, expect, it } from "vitest";
import { anyHost } from "#testing/explain.ts";
import { realCatalog } from "#testing/catalog.ts";
import { fuzz } from "./fuzz/run.ts";
import { readSeeds } from "./fuzz/seeds.ts";
import { fuzzTargets } from "./fuzz/targets.ts";
import { hostileText } from "./fuzz/texts.ts";

const catalog = realCatalog();
const texts = hostileText(readSeeds(catalog));
const seed = Math.floor(Math.random() * 0x7fffffff);

describe.each(fuzzTargets(catalog, anyHost(catalog)))("$name", (target) => {
  it("treats any text well", () => {
    const { failure } = fuzz(target, texts, { runs: target.weight * 25, seed });
    expect(failure && { seed, ...failure }).toBeUndefined();
  });
});

it("a target that fails is found, and its text is made small", () => {
  const check = (text: string): string | undefined => (/\ud800|\udfff/.test(text) ? "half a character" : undefined);
  const { failure } = fuzz({ name: "x", weight: 1, check }, texts, { runs: 2000, seed: 1 });
  expect(failure?.what).toContain("half a character");
  // What is drawn of a real text shrinks to the first of them.
  expect(failure?.text.length).toBeLessThan(200);
});
