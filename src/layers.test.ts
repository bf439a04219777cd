// Holds the one-way rule: plants every forbidden import, one a file, and expects the linter to report exactly those.
import { execFileSync, spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

/** The table of the architecture: a layer and what it may import. Views may not even import views. */
const mayImport = {
  base: [],
  catalog: ["base"],
  engine: ["base", "catalog"],
  formats: ["base", "catalog", "engine"],
  state: ["base", "catalog", "engine", "formats"],
  ui: ["base"],
  parts: ["base", "catalog", "engine", "ui"],
  views: ["base", "catalog", "engine", "formats", "state", "ui", "parts"],
  app: ["base", "catalog", "engine", "formats", "state", "ui", "parts", "views"],
  cli: ["base", "catalog", "engine", "formats"],
  testing: ["base", "catalog", "engine"],
} as const satisfies Record<string, readonly string[]>;

type Layer = keyof typeof mayImport;
const layers = Object.keys(mayImport) as Layer[];
const allowedIn = (layer: Layer): readonly string[] => mayImport[layer];

/** Packages a layer may import; the rest of `packages` is forbidden there. */
const packages = ["react", "react-dom/client", "zustand", "zustand/vanilla", "@tanstack/react-table", "valibot"];
const builtins = ["node:fs", "fs", "path"];
const mayUse: Record<Layer, readonly string[]> = {
  base: [],
  catalog: ["valibot"],
  engine: [],
  formats: ["@rgrove/parse-xml", "shlex", "yaml"],
  state: packages,
  ui: ["react", "react-dom/client", "@tanstack/react-table", "valibot"],
  parts: ["react", "react-dom/client", "@tanstack/react-table", "valibot"],
  views: packages,
  app: packages,
  cli: ["valibot", ...builtins],
  testing: ["valibot"],
};

const restricted = "eslint(no-restricted-imports)";
const planted = new Map<string, { text: string; expected: string | undefined }>();
let count = 0;

const importing = (specifier: string): string => `import { x } from "${specifier}";\nexport const y = x;\n`;

function plant(folder: string, text: string, expected: string | undefined, suffix = ".ts"): void {
  count += 1;
  planted.set(`${folder}/planted-${count}${suffix}`, { text, expected });
}

for (const layer of layers) {
  const home = `src/${layer}`;
  for (const target of layers) {
    const isAllowed = allowedIn(layer).includes(target) || (layer === target && layer !== "views");
    plant(home, importing(`#${target}/planted.ts`), isAllowed ? undefined : restricted);
    if (target !== layer) {
      plant(home, importing(`../${target}/planted.ts`), restricted);
      plant(`${home}/deep/er`, importing(`../../../${target}/planted.ts`), restricted);
    }
    if (!isAllowed) {
      plant(home, `import type { X } from "#${target}/planted.ts";\nexport type Y = X;\n`, restricted);
      plant(home, `export { x } from "#${target}/planted.ts";\n`, restricted);
      plant(home, `export * from "#${target}/planted.ts";\n`, restricted);
      plant(home, `import "#${target}/planted.ts";\n`, restricted);
    }
  }
  for (const name of [...packages, ...builtins]) {
    plant(home, importing(name), mayUse[layer].includes(name) ? undefined : restricted);
  }
  for (const name of mayUse[layer]) plant(home, importing(name), undefined);
  plant(home, importing("./planted.ts"), undefined);
  plant(home, importing("../../tools/read-catalog.ts"), restricted);
  plant(home, importing("../../public/catalog/index.json"), restricted);
  plant(home, importing("./facts.json"), restricted);
  plant(home, importing("#testing/planted.ts"), undefined, ".test.ts");
  plant(home, importing("../../tools/read-catalog.ts"), undefined, ".test.ts");
  plant(home, 'import "valibot";\n', "import(no-unassigned-import)");
}
for (const target of ["state", "ui", "parts", "views", "app", "cli"]) {
  for (const core of ["base", "catalog", "engine", "formats"]) {
    plant(`src/${core}`, importing(`#${target}/planted.ts`), restricted, ".test.ts");
  }
  plant("tools", importing(`#${target}/planted.ts`), restricted);
}
plant("src/views/matrix", importing("../cpuid/planted.ts"), restricted);
plant("src/views/matrix", importing("./planted.ts"), undefined);
plant("src/views/matrix/cells", importing("../planted.ts"), undefined);
plant("src/views/matrix/cells", importing("../../cpuid/planted.ts"), restricted);
plant("tools", importing("#catalog/planted.ts"), undefined);
plant("tools", importing("../src/catalog/planted.ts"), restricted);

const cycle = "import(no-cycle)";
const link = (own: string, other: string): string =>
  `import type { ${other} } from "#engine/circle-${other}.ts";\nexport interface ${own} { readonly next: ${other} | undefined }\n`;
planted.set("src/engine/circle-A.ts", { text: link("A", "B"), expected: cycle });
planted.set("src/engine/circle-B.ts", { text: link("B", "A"), expected: cycle });

const root = resolve(import.meta.dirname, "..");
const script = (path: string): string => resolve(root, "node_modules", path);
let place = "";

beforeAll(() => {
  place = mkdtempSync(join(tmpdir(), "flipbit-layers-"));
});
afterAll(() => rmSync(place, { recursive: true, force: true }));

function write(file: string, text: string): void {
  mkdirSync(dirname(join(place, file)), { recursive: true });
  writeFileSync(join(place, file), text);
}

interface Diagnostic {
  readonly code: string;
  readonly filename: string;
}

/** Lints the planted files by the project's own configuration: file to the rules reported. */
function lint(): ReadonlyMap<string, readonly string[]> {
  for (const file of [".oxlintrc.json", "package.json"]) copyFileSync(join(root, file), join(place, file));
  for (const [file, { text }] of planted) write(file, text);
  const { stdout } = spawnSync(process.execPath, [script("oxlint/bin/oxlint"), "-f", "json"], {
    cwd: place,
    encoding: "utf8",
    maxBuffer: 64 * 1024 * 1024,
  });
  const { diagnostics } = JSON.parse(stdout) as { diagnostics: readonly Diagnostic[] };
  const found = new Map<string, string[]>();
  for (const { filename, code } of diagnostics) {
    const file = filename.replaceAll("\\", "/");
    found.set(file, [...(found.get(file) ?? []), code]);
  }
  return found;
}

test("the linter reports every forbidden import and no allowed one", { timeout: 60_000 }, () => {
  const found = lint();
  const wrong = [...planted].flatMap(([file, { text, expected }]) => {
    const rules = new Set(
      (found.get(file) ?? []).filter((rule) => rule === expected || rule === restricted || rule === cycle),
    );
    const isRight = expected === undefined ? rules.size === 0 : rules.has(expected);
    return isRight ? [] : [{ file, text, expected: expected ?? "nothing", found: found.get(file) ?? [] }];
  });
  expect(wrong).toEqual([]);
  expect(planted.size).toBeGreaterThan(500);
});

test("no dynamic import, which the linter does not see, breaks the rule", () => {
  const wrong = readdirSync(import.meta.dirname, { recursive: true, encoding: "utf8" })
    .filter((file) => /^\w+[\\/].*\.tsx?$/.test(file) && !/\.test\.tsx?$/.test(file))
    .flatMap((file) => {
      const layer = file.split(/[\\/]/)[0] as Layer;
      const imports = readFileSync(join(import.meta.dirname, file), "utf8").matchAll(
        /\bimport\(\s*["'`]([^"'`]+)["'`]/g,
      );
      return [...imports].flatMap(([, specifier = ""]) => {
        const target = /^#(\w+)\//.exec(specifier)?.[1];
        return target === undefined || target === layer || allowedIn(layer).includes(target)
          ? []
          : [{ file, specifier }];
      });
    });
  expect(wrong).toEqual([]);
});

describe("the core does not compile with", () => {
  const compile = (text: string): string => {
    write("src/engine/pure.ts", text);
    const extended = join(root, "tsconfig.core.json");
    write("tsconfig.json", JSON.stringify({ extends: extended, files: ["src/engine/pure.ts"], include: [] }));
    try {
      execFileSync(process.execPath, [script("typescript/bin/tsc"), "-p", join(place, "tsconfig.json")], {
        encoding: "utf8",
      });
      return "";
    } catch (error) {
      return (error as { stdout: string }).stdout;
    }
  };

  test("anything missing, when it is pure", () => {
    expect(compile("export const size = [3, 1].toSorted().length;\n")).toBe("");
  });

  for (const impure of ["document.title", "process.version", "fetch('/')", "localStorage.length", "setTimeout"]) {
    const name = /^\w+/.exec(impure)?.[0] ?? "";
    test(name, () => {
      expect(compile(`export const x = ${impure};\n`)).toMatch(new RegExp(`Cannot find name '${name}'`));
    });
  }
});
