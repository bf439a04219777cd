// `npm run -s catalog:changes [REVISION]`: what changed in the catalogue's facts since a git revision, by default since the changelog was
// last written, in words for whoever writes its next entry. Exit code 1 where a changed file is named by no newer entry.
import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { CatalogChanges } from "#catalog/schema/changes.ts";
import { differences } from "./json-differences.ts";
import { readCatalog } from "./read-catalog.ts";

const FOLDER = "public/catalog";
const CHANGELOG = "changes.json";
/** What the schemas print is no fact. */
const isFact = (file: string): boolean => file !== CHANGELOG && !file.startsWith("schema/");

export interface Changed {
  readonly file: string;
  readonly lines: readonly string[];
  /** True when an entry of the changelog that was not there before names the file. */
  readonly isRecorded: boolean;
}

/** Compares two states of the catalogue: path below it to text. */
export function changedFiles(before: ReadonlyMap<string, string>, after: ReadonlyMap<string, string>): Changed[] {
  const recorded = newPlaces(before.get(CHANGELOG), after.get(CHANGELOG));
  const files = [...new Set([...before.keys(), ...after.keys()])].filter(isFact).toSorted();
  return files
    .filter((file) => before.get(file) !== after.get(file))
    .map((file) => ({
      file,
      lines: differences(parsed(before.get(file)), parsed(after.get(file))),
      isRecorded: recorded.some((place) => place === file || (place.endsWith("/") && file.startsWith(place))),
    }))
    .filter(({ lines }) => lines.length > 0);
}

const parsed = (text: string | undefined): unknown => (text === undefined ? undefined : JSON.parse(text));

/** The files that entries name which the older changelog does not have, or has with other words. */
function newPlaces(before: string | undefined, after: string | undefined): readonly string[] {
  const entries = (text: string | undefined): CatalogChanges["versions"][number]["changes"] =>
    text === undefined ? [] : (JSON.parse(text) as CatalogChanges).versions.flatMap(({ changes }) => changes);
  const known = new Set(entries(before).map((entry) => JSON.stringify(entry)));
  return entries(after)
    .filter((entry) => !known.has(JSON.stringify(entry)))
    .flatMap(({ files }) => files);
}

const root = fileURLToPath(new URL("..", import.meta.url));
const git = (...args: string[]): string =>
  execFileSync("git", args, { cwd: root, encoding: "utf8", maxBuffer: 1 << 28 });

function catalogAt(revision: string): ReadonlyMap<string, string> {
  const files = git("ls-tree", "-r", "--name-only", revision, "--", FOLDER).split("\n");
  const facts = files.filter((file) => file.endsWith(".json") && !file.startsWith(`${FOLDER}/schema/`));
  return new Map(facts.map((file) => [file.slice(FOLDER.length + 1), git("show", `${revision}:${file}`)]));
}

function main([given]: readonly string[]): void {
  const revision = given ?? git("log", "-1", "--format=%H", "--", `${FOLDER}/${CHANGELOG}`).trim();
  if (revision === "") throw new Error("git knows no commit of the changelog; name a revision to compare with");
  const changed = changedFiles(catalogAt(revision), readCatalog());
  for (const { file, lines, isRecorded } of changed) {
    console.log(`${file}${isRecorded ? "" : "  (no new entry of the changelog names it)"}`);
    for (const line of lines) console.log(`  ${line}`);
  }
  const open = changed.filter(({ isRecorded }) => !isRecorded).length;
  console.log(`${changed.length} file(s) changed since ${revision.slice(0, 12)}, ${open} not in the changelog`);
  process.exitCode = open === 0 ? 0 : 1;
}

if (process.argv[1]?.endsWith("catalog-changes.ts")) main(process.argv.slice(2));
