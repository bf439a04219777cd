// A page for the benchmark only: one drawing of the table, or an empty page of the same size, chosen by ?kind=.
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import type { CatalogBundle } from "#catalog/bundle-types.ts";
import { openCatalog } from "#catalog/open.ts";
import cells from "#parts/verdict-cells.module.css";
import { PooledGrid } from "#ui/grid/pooled-grid.tsx";
import { Straightforward } from "./straightforward.tsx";
import { tableModel } from "./table-data.ts";
import "#ui/layers.css";
import "@fontsource/ibm-plex-sans/latin-400.css";
import "@fontsource/ibm-plex-sans/latin-500.css";
import "@fontsource/ibm-plex-sans/latin-600.css";
import "@fontsource/ibm-plex-mono/latin-400.css";
import "@fontsource/ibm-plex-mono/latin-600.css";
import "#ui/tokens.css";
import "#ui/base.css";

/** Pixels of the table's room on the page. */
const ROOM = { width: 1200, height: 760 };

async function draw(kind: string | null) {
  if (kind === "empty") {
    return (
      <div data-scroller="" style={{ height: "100%", overflow: "auto" }}>
        <div style={{ width: 3600, height: 3100 }} />
      </div>
    );
  }
  const bundle = (await (await fetch("./catalog/bundle.json")).json()) as CatalogBundle;
  const model = tableModel(openCatalog(bundle));
  return kind === "straightforward" ? (
    <Straightforward model={model} />
  ) : (
    <PooledGrid label="Benchmark" corner="Host" model={model} cellClass={cells["cell"]} />
  );
}

const root = document.querySelector("#root");
if (root === null) throw new Error("the page has no root");
const drawn = await draw(new URLSearchParams(location.search).get("kind"));
createRoot(root).render(
  <StrictMode>
    <div style={{ ...ROOM, "--grid-height": `${ROOM.height}px` }}>{drawn}</div>
  </StrictMode>,
);
