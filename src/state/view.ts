// What the page shows of the selection: which view, what is focused, how the matrix stands. All but the peek is in the link.
import type { BitPlace } from "#engine/bit-place.ts";
import type { Selection } from "#engine/selection.ts";
import { DEFAULT_EXPLAIN, type ExplainChoices } from "./explain-choices.ts";
import { DEFAULT_TABLE, type TableView } from "./table-view.ts";

export const VIEWS = ["matrix", "cpuid", "snippets", "explain", "catalogue"] as const;
export type ViewName = (typeof VIEWS)[number];

export const GUESTS = ["linux", "windows"] as const;
export type Guest = (typeof GUESTS)[number];

/** What a snippet is compared with; `copy`: what was copied or downloaded last in that format. */
export const SNIPPET_DIFFS = ["nothing", "defaults", "copy"] as const;
export type SnippetDiff = (typeof SNIPPET_DIFFS)[number];

/** What the inspector explains and the dock shows: a feature, or a bit that no feature owns. */
export type Focus = { readonly kind: "feature"; readonly id: string } | ({ readonly kind: "bit" } & BitPlace);

export interface ViewState {
  readonly name: ViewName;
  readonly table: TableView;
  readonly focus: Focus;
  /** The CPUID leaf that is open, e.g. `0x40000001` or `0x7.1`; empty: the one of the focus. */
  readonly leaf: string;
  /** What the CPUID view compares the VM with, e.g. `defaults` or `qemu:9.2`; empty: nothing. */
  readonly against: string;
  /** The snippet format that is open; empty: the first. */
  readonly format: string;
  /** The release of the snippet's target, e.g. of KubeVirt; empty: the newest that the catalogue tells of. */
  readonly target: string;
  readonly diff: SnippetDiff;
  readonly guest: Guest;
  readonly explain: ExplainChoices;
  /** The page of the catalogue view, e.g. `machines` or `feature:kvm-asyncpf-int`. */
  readonly page: string;
  /** What the catalogue's lists are searched for, and the facets they are narrowed to, e.g. `family:kvm,libvirt:yes`. */
  readonly find: string;
  readonly only: string;
}

/** What the pointer or the keyboard rests on: shown in the inspector at once, never in the link. */
export interface Peek {
  readonly focus: Focus | undefined;
  readonly selection: Selection;
}

export const DEFAULT_VIEW: ViewState = {
  name: "matrix",
  table: DEFAULT_TABLE,
  // A bit that most hosts have and no default shows: the talk's own example.
  focus: { kind: "feature", id: "kvm-asyncpf-int" },
  leaf: "",
  against: "",
  format: "",
  target: "",
  diff: "nothing",
  guest: "linux",
  explain: DEFAULT_EXPLAIN,
  page: "features",
  find: "",
  only: "",
};
