// Prints the project's speed figures. Ratios are measured in one run against a yardstick of the same run, since machines are noisy.
import { spawnSync } from "node:child_process";
import { gzipSync } from "node:zlib";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { bundleCatalog } from "#catalog/bundle.ts";
import { openCatalog, type Catalog } from "#catalog/open.ts";
import { allAxes, openCube } from "#engine/cube.ts";
import type { Selection } from "#engine/selection.ts";
import { parseDump } from "#formats/cpuid-dump/index.ts";
import { parseQemuArgv } from "#formats/qemu-argv.ts";
import { resolveVm } from "#engine/resolve.ts";
import { browserFigures } from "./bench-browser/browser-figures.ts";
import { figure, type Figure } from "./bench-figure.ts";
import { readCatalog } from "./read-catalog.ts";

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
  cube.write(out);
  const first = performance.now() - cold;
  const fill = shortest(9, () => void out.fill(1));
  const whole = shortest(9, () => cube.write(out));
  const counts = new Uint8Array(axes.hosts.length * axes.machines.length * 2);
  const slice = shortest(15, () => cube.counts(3, counts));
  const cells = axes.hosts.length * axes.machines.length;
  return [
    figure("cube points", axes.hosts.length * axes.machines.length * axes.cpus.length, "points"),
    figure("cube bytes", cube.size / 1e6, "MB"),
    figure("cube, first time", first, "ms"),
    figure("cube / plain fill", whole / fill, "ratio", 6),
    figure("slice of one CPU model with counts", slice, "ms", 1),
    figure("slice, per cell", (slice * 1e6) / cells, "ns"),
  ];
}

/** Command lines of the kinds that people write. */
function commandLines(): string[] {
  const models = ["EPYC", "Skylake-Server-v4", "host", "max", "qemu64"];
  const flags = [
    "",
    ",hv-relaxed,hv-vapic,hv-time",
    ",+kvm-asyncpf-int",
    ",kvm=off",
    ",hv-vpindex,hv-synic,hv-time,hv-stimer",
  ];
  return models.flatMap((model) => flags.map((flag) => `-machine q35,accel=kvm -cpu ${model}${flag}`));
}

function predictFigures(catalog: Catalog): Figure[] {
  const lines = commandLines();
  const run = (): void => {
    for (const line of lines) {
      const parsed = parseQemuArgv(line);
      if (!parsed.ok) throw new Error(`not understood: ${line}`);
      resolveVm(catalog, { ...parsed.value, host: { qemu: "11.1", kernel: "6.12", vendor: "amd", hyperv: true } });
    }
  };
  run();
  const each = shortest(15, run) / lines.length;
  return [figure("predict, per configuration", each * 1000, "µs"), ...batchFigures(lines)];
}

/** A megabyte of what `cpuid -r` prints, a captured machine over and over, recognised and read. */
function dumpFigures(): Figure[] {
  const file = fileURLToPath(new URL("../src/formats/cpuid-dump/captured/cpuid-1-r.txt", import.meta.url));
  const one = readFileSync(file, "utf8");
  const text = one.repeat(Math.ceil(1e6 / one.length));
  const run = (): void => {
    const { issueCount, cpus } = parseDump(text);
    if (issueCount > 0 || cpus.length < 100) throw new Error("the dump was not understood");
  };
  run();
  return [figure("1 MB of CPUID dump, decoded", (shortest(9, run) * 1e6) / text.length, "ms", 100)];
}

/** The built command line as a whole process: start-up, and lines a second of a batch. */
function batchFigures(lines: readonly string[]): Figure[] {
  const program = fileURLToPath(new URL("../build/cli/flipbit.mjs", import.meta.url));
  if (!existsSync(program)) return [];
  const batch = (count: number): string =>
    Array.from({ length: count }, (_, id) =>
      JSON.stringify({ id, qemu: "11.1", kernel: "6.12", vendor: "amd", args: lines[id % lines.length] }),
    ).join("\n");
  const time = (input: string): number =>
    shortest(3, () => {
      const { status } = spawnSync(process.execPath, [program, "predict", "--batch", "-"], { input, maxBuffer: 1e9 });
      if (status !== 0) throw new Error(`flipbit predict --batch ended with ${status}`);
    });
  const one = time(batch(1));
  const many = 5000;
  const all = time(batch(many));
  return [
    figure("flipbit predict, one line, whole process", one, "ms"),
    { ...figure("flipbit predict --batch", (many / all) * 1000, "lines/s", 1000), met: (many / all) * 1000 >= 1000 },
  ];
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
    figure(
      "first view, script gzip",
      [...new Set(first)].reduce((sum, file) => sum + size(file), 0),
      "kB",
      135,
    ),
    figure(
      "all script gzip",
      all.reduce((sum, file) => sum + size(`assets/${file}`), 0),
      "kB",
    ),
    figure("catalogue bundle gzip", size("catalog/bundle.json"), "kB"),
  ];
}

async function main(): Promise<void> {
  const bundle = bundleCatalog(readCatalog());
  if (!bundle.ok) throw new Error("the catalogue is wrong; run npm run catalog:check");
  const catalog = openCatalog(bundle.value);
  const figures = [...cubeFigures(catalog), ...predictFigures(catalog), ...dumpFigures(), ...scriptFigures()];
  if (!process.argv.includes("--no-browser")) figures.push(...(await browserFigures()));
  if (process.argv.includes("--json")) {
    console.log(JSON.stringify({ figures }));
    return;
  }
  for (const { name, value, unit, goal, met } of figures) {
    console.log(
      `${name.padEnd(38)} ${String(value).padStart(12)} ${unit.padEnd(7)}${goal === null ? "" : ` goal ${unit === "lines/s" ? ">=" : "<="} ${goal}: ${met ? "met" : "MISSED"}`}`,
    );
  }
}

await main();
