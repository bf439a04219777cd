// Reads the catalogue's raw files, for the bundler, the checks and the tests; what they mean is decided in src/catalog.
import { readdirSync, readFileSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";

export const catalogFolder = fileURLToPath(new URL("../public/catalog", import.meta.url));

/** Every JSON file below a catalogue folder: path from there, with `/`, to text; in the order of the paths. */
export function readCatalog(folder: string = catalogFolder): ReadonlyMap<string, string> {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile() && entry.name.endsWith(".json"))
    .map((entry) => join(entry.parentPath, entry.name))
    .map((file): [string, string] => [relative(folder, file).split(sep).join("/"), readFileSync(file, "utf8")]);
  return new Map(files.toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

/** Any text below the catalogue folder, by its path from there. */
export const readCatalogText = (path: string): string => readFileSync(join(catalogFolder, path), "utf8");
