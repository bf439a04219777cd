// The program `flipbit`: files, pipes and the exit status. What it says is decided in run.ts.
import { once } from "node:events";
import { createReadStream, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { CatalogBundle } from "#catalog/bundle-types.ts";
import { openCatalog, type Catalog } from "#catalog/open.ts";
import { run } from "./run.ts";

/** The catalogue that the build put beside this file, checked when it was bundled. */
function readCatalog(): Catalog {
  const file = join(dirname(fileURLToPath(import.meta.url)), "catalog.json");
  return openCatalog(JSON.parse(readFileSync(file, "utf8")) as CatalogBundle);
}

async function* read(file: string): AsyncIterable<string> {
  const stream = file === "-" ? process.stdin : createReadStream(file);
  stream.setEncoding("utf8");
  for await (const chunk of stream) yield String(chunk);
}

async function write(text: string): Promise<void> {
  if (!process.stdout.write(text)) await once(process.stdout, "drain");
}

// A reader that has seen enough (`| head`) closes the pipe: that is no error.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  process.exit(error.code === "EPIPE" ? 0 : 1);
});

process.exitCode = await run(process.argv.slice(2), {
  catalog: readCatalog,
  read,
  write,
  complain: (text) => process.stderr.write(text),
  today: () => new Date().toISOString().slice(0, 10),
});
