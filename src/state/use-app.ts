import { useStore } from "zustand";
import type { Catalog } from "#catalog/open.ts";
import type { Selection } from "#engine/selection.ts";
import { store, type AppState } from "./store.ts";

/** Reads one thing from the store; renders again only when that thing changes. Select nothing that is made afresh. */
export const useApp = <T>(select: (state: AppState) => T): T => useStore(store, select);

/** The catalogue, below the point where it is known to be there; a bug elsewhere. */
export function useCatalog(): Catalog {
  const state = useApp((app) => app.catalog);
  if (state.status !== "ready") throw new Error("the catalogue is not open yet");
  return state.catalog;
}

export const useSelection = (): Selection => useApp((app) => app.selection);
