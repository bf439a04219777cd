// The one store: what the user chose, and the catalogue it is about. Nothing that follows from these is kept here.
import { createStore } from "zustand/vanilla";
import type { Issue } from "#base/result.ts";
import type { Catalog } from "#catalog/open.ts";
import type { Selection } from "#engine/selection.ts";
import { DEFAULT_SELECTION } from "./default-selection.ts";
import { readPrefs, type Prefs } from "./prefs.ts";
import { NO_SNIPPETS, type SnippetMemory } from "./snippet-memory.ts";
import { DEFAULT_VIEW, type Peek, type ViewState } from "./view.ts";

export type CatalogState =
  | { readonly status: "loading" }
  | { readonly status: "failed"; readonly message: string }
  | { readonly status: "ready"; readonly catalog: Catalog };

export interface AppState {
  readonly catalog: CatalogState;
  readonly selection: Selection;
  /** The selection before the last change: what the dock compares with to mark what is new. */
  readonly previous: Selection | undefined;
  readonly view: ViewState;
  readonly peek: Peek | undefined;
  readonly prefs: Prefs;
  readonly snippets: SnippetMemory;
  /** Keys of the link that this release does not know; kept so that a newer page still gets them. */
  readonly unknownKeys: readonly (readonly [key: string, value: string])[];
  /** What was wrong with the link or the last action, until dismissed. */
  readonly notices: readonly Issue[];
}

export const store = createStore<AppState>(() => ({
  catalog: { status: "loading" },
  selection: DEFAULT_SELECTION,
  previous: undefined,
  view: DEFAULT_VIEW,
  peek: undefined,
  prefs: readPrefs(),
  snippets: NO_SNIPPETS,
  unknownKeys: [],
  notices: [],
}));
