// What every readable format brings: how well a text fits, how to read it, and how to write a change into that very text.
import type { Issue } from "#base/result.ts";
import type { TextEdit } from "#base/text-edit.ts";
import type { Catalog } from "#catalog/open.ts";
import type { ConfigVm, InputKind, LogMessage } from "#engine/explain/config.ts";
import type { Change } from "#engine/explain/finding.ts";

/** A text that was read. */
export interface ConfigDocument {
  readonly kind: InputKind;
  readonly text: string;
  readonly vms: readonly ConfigVm[];
  /** Known messages, in logs and in whatever text holds some. */
  readonly messages: readonly LogMessage[];
  /** What could not be read, with places. Never a reason to hide what could. */
  readonly issues: readonly Issue[];
}

/** So many machines of one text are looked at: nobody pastes more, and each costs what a single one does. */
export const MOST_MACHINES = 1_000;

/** Said where a text has more. */
export const tooManyMachines = (offset: number): Issue => ({
  rule: "too-many-machines",
  message: `Only the first ${MOST_MACHINES} virtual machines are read; more begin here.`,
  offset,
  length: 0,
});

/** Edits of several changes that are made at once. */
export interface MadeEdits {
  readonly edits: readonly TextEdit[];
  /** What they make for the others to stand in, by name (a map, a list): two fixes that make the same are not made in one round. */
  readonly makes: readonly string[];
}

export interface ConfigCodec {
  readonly kind: InputKind;
  /** For people: `QEMU command line`. */
  readonly title: string;
  /** How sure the first characters of a text (at most 20,000) are this: 0 not at all, 1 certainly; the highest wins. */
  readonly fits: (head: string, catalog: Catalog) => number;
  /** Never throws, and takes time linear in the text. Messages are looked for in every text, whatever its format. */
  readonly read: (catalog: Catalog, text: string) => Omit<ConfigDocument, "kind" | "text" | "messages">;
  /** How many mentions of one machine a fix may have to look at; unset: 2,000. */
  readonly mostMended?: number;
  /** The edits that make a change in the text of `vm`; undefined where this format cannot say it. Absent: nothing can be changed. */
  readonly edit?: (catalog: Catalog, text: string, vm: ConfigVm, change: Change) => readonly TextEdit[] | undefined;
  /** The same for changes that may need one another's map or list; absent: each change is an edit of its own. */
  readonly editTogether?: (
    catalog: Catalog,
    text: string,
    vm: ConfigVm,
    changes: readonly Change[],
  ) => MadeEdits | undefined;
}
