// What a reader does in the catalogue view. Apart from the other actions, so that the first download goes without them.
import { chooseKernelHost, choosePlatform } from "./actions.ts";
import { printPage, type CataloguePage } from "./catalogue-page.ts";
import { store } from "./store.ts";
import { DEFAULT_TABLE } from "./table-view.ts";
import { printLink } from "./url/link.ts";
import type { AppState } from "./store.ts";
import type { ViewState } from "./view.ts";

const show = (patch: Partial<ViewState>): void =>
  store.setState((before) => ({ peek: undefined, view: { ...before.view, ...patch } }));

/** The view with a page open; a feature's page also takes the focus, so that inspector and dock speak of it. */
function viewAt(view: ViewState, page: CataloguePage): ViewState {
  const open = { ...view, name: "catalogue", page: printPage(page) } as const;
  return page.kind === "feature" ? { ...open, leaf: "", focus: { kind: "feature", id: page.id } } : open;
}

/** Opens a page: one step to go back through. */
export const openPage = (page: CataloguePage): void => show(viewAt(store.getState().view, page));

/** The address of a page, the selection kept. */
export const pageAddress = (
  { selection, view, unknownKeys }: Pick<AppState, "selection" | "view" | "unknownKeys">,
  page: CataloguePage,
): string => printLink({ selection, view: viewAt(view, page) }, unknownKeys);

export const findInCatalogue = (find: string): void => show({ find });
export const filterCatalogue = (only: string): void => show({ only });

/** The matrix with features as rows, and this one in focus. */
export const showInMatrix = (id: string): void =>
  show({ name: "matrix", table: DEFAULT_TABLE, leaf: "", focus: { kind: "feature", id } });

/** Takes the VM to a host: a platform's id, or `linux-` and an upstream release. */
export function chooseHost(id: string): void {
  if (id.startsWith("linux-")) chooseKernelHost(id.slice("linux-".length));
  else choosePlatform(id);
}
