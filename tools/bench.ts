// Prints the project's speed figures. Ratios are measured in one run against a yardstick of the same run, since machines are noisy.
import { gzipSync } from "node:zlib";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { bundleCatalog } from "#catalog/bundle.ts";
import { openCatalog, type Catalog } from "#catalog/open.ts";
import { allAxes, openCube } from "#engine/cube.ts";
import type { Selection } from "#engine/selection.ts";
import { predict } from "#cli/predict.ts";
import { readCatalog } from "./read-catalog.ts";

interface Figure {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  readonly goal: number | null;
  readonly met: boolean;
}

/** Shortest of some runs, in milliseconds: the run that was disturbed least. */
function shortest(runs: number, work: () => void): number {
  let best = Infinity;
  for (let run = 0; run < runs; run += 1) {
    const start = performance.now();
    work();
    best = Math.min(best, performance.now() - start);
  }
  return best;
}

const figure = (name: string, value: number, unit: string, goal: number | null = null): Figure => ({
  name,
  value: Number(value.toPrecision(4)),
  unit,
  goal,
  met: goal === null || value <= goal,
});

const SELECTION: Selection = {
  machine: "q35",
  cpu: "Skylake-Server",
  overrides: [],
  accel: "kvm",
  host: { platform: "debian-12", vendor: "intel", hyperv: true },
};

function cubeFigures(catalog: Catalog): Figure[] {
  const axes = allAxes(catalog, SELECTION.host);
  const cold = performance.now();
  const cube = openCube(catalog, SELECTION, axes);
  const out = new Uint8Array(cube.size);
  cube.fill(out);
  const first = performance.now() - cold;
  const fill = shortest(9, () => out.fill(1));
  const whole = shortest(9, () => cube.fill(out));
  const counts = new Uint8Array(axes.hosts.length * axes.machines.length * 2);
  const slice = shortest(15, () => cube.counts(3, counts));
  const cells = axes.hosts.length * axes.machines.length;
  return [
    figure("cube points", axes.hosts.length * axes.machines.length * axes.cpus.length, "points"),
    figure("cube bytes", cube.size / 1e6, "MB"),
    figure("cube, first time", first, "ms"),
    figure("cube / plain fill", whole / fill, "ratio", 8),
    figure("slice of one CPU model with counts", slice, "ms", 1),
    figure("slice, per cell", (slice * 1e6) / cells, "ns"),
  ];
}

function predictFigures(catalog: Catalog): Figure[] {
  const models = ["EPYC", "Skylake-Server-v4", "host", "max", "qemu64"];
  const flags = ["", ",hv-relaxed,hv-vapic,hv-time", ",+kvm-asyncpf-int", ",kvm=off", ",hv-vpindex,hv-synic,hv-stimer"];
  const lines = models.flatMap((model) =>
    flags.flatMap((flag) => ["7.2", "11.1"].map((qemu) => ({ qemu, kernel: "6.1", vendor: "amd", args: `-machine q35,accel=kvm -cpu ${model}${flag}` }))),
  );
  const run = (): void => {
    for (const line of lines) if (!predict(catalog, line).ok) throw new Error(`not answered: ${line.args}`);
  };
  run();
  const each = shortest(9, run) / lines.length;
  return [figure("predict, per configuration", each * 1000, "µs", 1000)];
}

/** Script that the first view loads: index.html's module scripts and their static imports, gzipped. */
function scriptFigures(): Figure[] {
  const dist = fileURLToPath(new URL("../dist", import.meta.url));
  if (!existsSync(join(dist, "index.html"))) return [];
  const html = readFileSync(join(dist, "index.html"), "utf8");
  const first = [...html.matchAll(/(?:src|href)="\.?\/?(assets\/[^"]+\.js)"/g)].map((match) => match[1] ?? "");
  const size = (file: string): number => gzipSync(readFileSync(join(dist, file)), { level: 9 }).length / 1000;
  const all = readdirSync(join(dist, "assets")).filter((file) => file.endsWith(".js"));
  return [
    figure("first view, script gzip", [...new Set(first)].reduce((sum, file) => sum + size(file), 0), "kB", 135),
    figure("all script gzip", all.reduce((sum, file) => sum + size(`assets/${file}`), 0), "kB"),
    figure("catalogue bundle gzip", size("catalog/bundle.json"), "kB"),
  ];
}

function main(): void {
  const bundle = bundleCatalog(readCatalog());
  if (!bundle.ok) throw new Error("the catalogue is wrong; run npm run catalog:check");
  const catalog = openCatalog(bundle.value);
  const figures = [...cubeFigures(catalog), ...predictFigures(catalog), ...scriptFigures()];
  if (process.argv.includes("--json")) {
    console.log(JSON.stringify({ figures }));
    return;
  }
  for (const { name, value, unit, goal, met } of figures) {
    console.log(`${name.padEnd(38)} ${String(value).padStart(12)} ${unit.padEnd(7)}${goal === null ? "" : ` goal <= ${goal}: ${met ? "met" : "MISSED"}`}`);
  }
}

main();
