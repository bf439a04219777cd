// Writes docs/rules from the catalogue.
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { printRules } from "./print-rules.ts";
import { readCatalog } from "./read-catalog.ts";

const folder = fileURLToPath(new URL("../docs/rules", import.meta.url));
mkdirSync(folder, { recursive: true });
const pages = printRules(readCatalog());
for (const [file, text] of pages) writeFileSync(join(folder, file), text);
console.log(`${pages.size} pages written`);
