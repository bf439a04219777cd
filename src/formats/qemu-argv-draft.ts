// What has been read of a QEMU command line so far, and what was wrong with it.
import type { Issue } from "#base/result.ts";
import type { Accel, GlobalProperty, Override, Topology } from "#engine/selection.ts";
import type { Suboption } from "./qemu-options.ts";
import type { ShellWord } from "./shell-words.ts";

/** A value and the word it stood in. */
export interface Given {
  readonly value: string;
  readonly word: ShellWord;
}

/** One -accel option. */
export interface AccelOption {
  readonly word: ShellWord;
  readonly options: readonly Suboption[];
}

/** An option of Flipbit's subject, where it stood, with its argument. */
export interface ReadOption {
  /** Without dashes, `machine` also for -M. */
  readonly name: string;
  readonly option: ShellWord;
  /** Unset for an option that takes none. */
  readonly argument?: ShellWord;
}

export interface Draft {
  readonly issues: Issue[];
  /** In the order of the line. */
  readonly options: ReadOption[];
  /** All -machine options merged; a later key replaces an earlier one. */
  readonly machine: Map<string, Given>;
  /** The option that named the machine type, word for word. */
  machineText: string | undefined;
  readonly accels: AccelOption[];
  readonly globals: GlobalProperty[];
  defaultAccel: Accel;
  cpu: string;
  flags: readonly Override[];
  vcpus: number | undefined;
  topology: Topology | undefined;
  cpuPm: boolean;
}

export const newDraft = (): Draft => ({
  issues: [],
  options: [],
  machine: new Map(),
  machineText: undefined,
  accels: [],
  globals: [],
  defaultAccel: "tcg",
  cpu: "",
  flags: [],
  vcpus: undefined,
  topology: undefined,
  cpuPm: false,
});

/** Adds an issue about an option; a text that begins in lower case goes on from the option's name. */
export function addIssue(draft: Draft, rule: string, word: ShellWord | undefined, where: string, text: string): void {
  const place = word?.offset === undefined ? {} : { offset: word.offset, length: word.length };
  const message = /^[a-z]/.test(text) ? `${where} ${text}` : `${where}: ${text}`;
  draft.issues.push({ rule, message, where, ...place });
}
