// The views that exist. A new one is a folder and a row here.
import { lazy, type ComponentType } from "react";
import type { ViewName } from "#state/view.ts";
import { MatrixView } from "#views/matrix/matrix-view.tsx";

interface Route {
  readonly title: string;
  readonly View: ComponentType;
}

const loadCpuid = () => import("#views/cpuid/cpuid-view.tsx");
const loadCatalogue = () => import("#views/catalogue/catalogue-view.tsx");
const loadExplain = () => import("#views/explain/explain-view.tsx");
const loadSnippets = () => import("#views/snippets/snippets-view.tsx");

/** In the order of the navigation. The first is in the first download, the others come when wanted, or when there is time. */
export const ROUTES: Record<ViewName, Route> = {
  matrix: { title: "Matrix", View: MatrixView },
  cpuid: { title: "CPUID", View: lazy(async () => ({ default: (await loadCpuid()).CpuidView })) },
  snippets: { title: "Snippets", View: lazy(async () => ({ default: (await loadSnippets()).SnippetsView })) },
  explain: { title: "Explain", View: lazy(async () => ({ default: (await loadExplain()).ExplainView })) },
  catalogue: { title: "Catalogue", View: lazy(async () => ({ default: (await loadCatalogue()).CatalogueView })) },
};

/** Fetches the other views once the page is idle, so that opening one waits for nothing; but Explain, whose editor weighs more than all of them. */
export function preloadViews(): void {
  const load = () => void Promise.allSettled([loadCpuid(), loadSnippets(), loadCatalogue()]);
  if ("requestIdleCallback" in window) requestIdleCallback(load);
  else setTimeout(load, 1000);
}
