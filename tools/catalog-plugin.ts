// Bundles the catalogue in every build and serves it in development. A wrong catalogue cannot be built.
import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { normalizePath, runnerImport, type Plugin, type ViteDevServer } from "vite";
import type * as compilerModule from "./compile-catalog.ts";
import { catalogFolder } from "./read-catalog.ts";

const compiler = fileURLToPath(new URL("./compile-catalog.ts", import.meta.url));

/** Loads the compiler afresh, so that a change in src/catalog shows without a restart. Throws the list of issues. */
async function compile(): Promise<ReadonlyMap<string, string>> {
  const { module } = await runnerImport<typeof compilerModule>(compiler);
  const compiled = module.compileCatalog();
  if (compiled.ok) return compiled.value;
  throw new Error(`wrong catalogue, ${compiled.issues.length} issue(s):\n${module.printIssues(compiled.issues)}`);
}

function serve(server: ViteDevServer, place: (asset: string) => string): void {
  let assets: Promise<ReadonlyMap<string, string>> | undefined;
  server.watcher.on("all", (_event, file) => {
    const path = normalizePath(file);
    const isFact = path.startsWith(`${normalizePath(catalogFolder)}/`);
    if (!isFact && !/\/src\/(base|catalog)\//.test(path)) return;
    assets = undefined;
    if (isFact) server.ws.send({ type: "full-reload" });
  });
  server.middlewares.use((request, response, next) => {
    const url = request.url?.split("?")[0];
    const isRaw = url === undefined || existsSync(join(server.config.publicDir, url));
    if (isRaw || !url.endsWith(".json")) return next();
    assets ??= compile();
    assets.then(
      (compiled) => {
        const found = [...compiled].find(([name]) => url === `/${place(name)}`);
        if (found === undefined) return next();
        response.setHeader("Content-Type", "application/json");
        response.end(found[1]);
      },
      (error: unknown) => {
        assets = undefined;
        next(error);
      },
    );
  });
}

/** @param place Where an asset of the catalogue goes in the output, e.g. `bundle.json` to `catalog/bundle.json`. */
export function catalogPlugin(place: (asset: string) => string): Plugin {
  return {
    name: "flipbit-catalog",
    configureServer: (server) => serve(server, place),
    async generateBundle() {
      try {
        for (const [name, source] of await compile()) {
          this.emitFile({ type: "asset", fileName: place(name), source });
        }
      } catch (error) {
        this.error(error instanceof Error ? error.message : String(error));
      }
    },
  };
}
