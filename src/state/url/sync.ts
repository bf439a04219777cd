// Keeps the address bar and the store in step: one subscriber writes, one listener reads. Back and Forward are undo and redo.
import type { Catalog } from "#catalog/open.ts";
import { store, type AppState } from "../store.ts";
import { checkLink } from "./check.ts";
import { parseLink, printLink } from "./link.ts";

const linkOf = (state: AppState): string => printLink(state, state.unknownKeys);

/** The address of the page in its present state, for sharing. */
export const permalink = (state: AppState): string => new URL(linkOf(state) || "#v=1", location.href).href;

/** Takes over the address bar's link; names are checked once there is a catalogue to check them against. */
export function openLink(fragment: string, catalog?: Catalog): void {
  const parsed = parseLink(fragment);
  const checked = catalog ? checkLink(catalog, parsed) : { state: parsed, issues: [] };
  store.setState((before) => ({
    selection: sameText(before, checked.state) ? before.selection : checked.state.selection,
    previous: sameText(before, checked.state) ? before.previous : before.selection,
    view: checked.state.view,
    peek: undefined,
    unknownKeys: parsed.unknownKeys,
    notices: [...parsed.issues, ...checked.issues],
  }));
}

/** True when two states hold the same selection: its identity is then kept, and with it every memoised answer. */
const sameText = (a: Pick<AppState, "selection" | "view">, b: Pick<AppState, "selection" | "view">): boolean =>
  printLink({ selection: a.selection, view: b.view }) === printLink(b);

/** A new history entry for what one would want to undo; everything else changes the present one. */
const isStep = (now: AppState, before: AppState): boolean =>
  now.selection !== before.selection || now.view.name !== before.view.name || now.view.page !== before.view.page;

/** Starts the two-way traffic; returns the way to stop it. */
export function syncAddress(): () => void {
  let opening = false;
  const write = (now: AppState, before: AppState) => {
    if (opening || now.catalog.status !== "ready") return;
    const link = linkOf(now);
    if (link === location.hash) return;
    const address = link === "" ? location.pathname + location.search : link;
    const isFirst = before.catalog.status !== "ready";
    if (isStep(now, before) && !isFirst) history.pushState(null, "", address);
    else history.replaceState(null, "", address);
  };
  const read = () => {
    const { catalog } = store.getState();
    opening = true;
    openLink(location.hash, catalog.status === "ready" ? catalog.catalog : undefined);
    opening = false;
  };
  const stop = store.subscribe(write);
  // A typed or pasted fragment fires both events; reading the same link twice changes nothing.
  window.addEventListener("popstate", read);
  window.addEventListener("hashchange", read);
  return () => {
    stop();
    window.removeEventListener("popstate", read);
    window.removeEventListener("hashchange", read);
  };
}
