// `npm run catalog:schema`: writes public/catalog/schema anew, and takes away what no schema stands behind any more.
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { printSchemas } from "./print-schemas.ts";
import { catalogFolder } from "./read-catalog.ts";

const folder = join(catalogFolder, "schema");
const schemas = await printSchemas();
rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });
for (const [name, text] of schemas) writeFileSync(join(folder, name), text);
console.log(`${schemas.size} schemas written`);
