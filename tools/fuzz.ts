// `npm run fuzz`: every parser on 100,000 hostile texts. Options: --seed N, --runs N, --only NAME (a part of a target's name).
import { parseArgs } from "node:util";
import { bundleCatalog } from "#catalog/bundle.ts";
import { openCatalog } from "#catalog/open.ts";
import { anyHost } from "#testing/explain.ts";
import { fuzz, shareRuns } from "./fuzz/run.ts";
import { readSeeds } from "./fuzz/seeds.ts";
import { fuzzTargets } from "./fuzz/targets.ts";
import { hostileText } from "./fuzz/texts.ts";
import { readCatalog } from "./read-catalog.ts";

const { values } = parseArgs({
  options: { seed: { type: "string" }, runs: { type: "string" }, only: { type: "string" } },
});
const seed = Number(values.seed ?? Math.floor(Math.random() * 0x7fffffff));
const runs = Number(values.runs ?? 100_000);
if (!Number.isSafeInteger(seed) || !Number.isSafeInteger(runs)) throw new Error("--seed and --runs are whole numbers");
console.log(`seed ${seed}`);

const bundled = bundleCatalog(readCatalog());
if (!bundled.ok) throw new Error(bundled.issues.map(({ message }) => message).join("\n"));
const catalog = openCatalog(bundled.value);
const texts = hostileText(readSeeds(catalog));
const targets = fuzzTargets(catalog, anyHost(catalog)).filter(({ name }) => name.includes(values.only ?? ""));
const shares = shareRuns(targets, runs);

let total = 0;
for (const [index, target] of targets.entries()) {
  const answer = fuzz(target, texts, { runs: shares[index] ?? 0, seed: seed + index });
  total += answer.runs;
  const figures = `${(answer.milliseconds / 1000).toFixed(1)} s, slowest ${answer.slowest.toFixed(0)} ms`;
  console.log(`${answer.failure ? "FAIL" : "ok  "} ${target.name}: ${answer.runs} texts, ${figures}`);
  if (!answer.failure) continue;
  console.log(JSON.stringify(answer.failure.text));
  console.log(answer.failure.what);
  process.exitCode = 1;
}
console.log(`${total} texts, seed ${seed}`);
