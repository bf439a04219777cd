// The text that the reader brought to be explained, and what was made of it. Kept for the session; never in a link.
import { createStore } from "zustand/vanilla";
import type { BundledProfile } from "#catalog/bundle-types.ts";
import type { InputKind } from "#engine/explain/config.ts";
import type { ExplainChoices } from "./explain-choices.ts";
import { doWork, STOPPED, stopWork, type Answer } from "./explain-desk.ts";
import { explainOptions } from "./explain-options.ts";
import type { Explained, ExplainTask, Repaired } from "./explain-work.ts";
import { store } from "./store.ts";

/** A token of the text: which VM, and which of its mentions. */
export interface TokenPlace {
  readonly vm: number;
  readonly mention: number;
}

/** An explanation and the very text that it is of. */
export interface Read {
  readonly text: string;
  readonly explained: Explained;
}

export interface ExplainState {
  readonly text: string;
  /** Counts the texts that came from elsewhere than the editor, which then has to show them. */
  readonly brought: number;
  readonly file: string | undefined;
  /** What the reader says the text is; undefined: by content. */
  readonly kind: InputKind | undefined;
  readonly read: Read | undefined;
  /** What is being done, while it takes its time. */
  readonly stage: string | undefined;
  /** Why there is no answer. */
  readonly failure: string | undefined;
  /** Which of the VMs is taken over, exported, upgraded. */
  readonly vm: number;
  /** The token that the cursor is in, and the one that the pointer rests on. */
  readonly token: TokenPlace | undefined;
  readonly hovered: TokenPlace | undefined;
}

const KEY = "flipbit.explain";
/** Characters that a browser surely keeps for a session. */
const MOST_KEPT = 2_000_000;

const EMPTY = {
  text: "",
  file: undefined,
  kind: undefined,
  read: undefined,
  stage: undefined,
  failure: undefined,
  vm: 0,
  token: undefined,
  hovered: undefined,
} as const;

export const explainStore = createStore<ExplainState>(() => ({ ...EMPTY, brought: 0 }));

/** The text as the editor has it now. */
export function typeText(text: string): void {
  if (text === explainStore.getState().text) return;
  keep(text);
  explainStore.setState({ text, hovered: undefined });
  explain();
}

/** A text from a file, an example or an earlier page, in place of the one before. */
export function bringText(text: string, file?: string): void {
  keep(text);
  explainStore.setState(({ brought }) => ({ ...EMPTY, text, file, brought: brought + 1 }));
  explain();
}

export function chooseKind(kind: InputKind | undefined): void {
  explainStore.setState({ kind, token: undefined, hovered: undefined });
  explain();
}

export const chooseVm = (vm: number): void => explainStore.setState({ vm });

export function restOn(token: TokenPlace | undefined): void {
  if (!isSame(token, explainStore.getState().token)) explainStore.setState({ token });
}

export function hoverOver(hovered: TokenPlace | undefined): void {
  if (!isSame(hovered, explainStore.getState().hovered)) explainStore.setState({ hovered });
}

const isSame = (a: TokenPlace | undefined, b: TokenPlace | undefined): boolean =>
  a?.vm === b?.vm && a?.mention === b?.mention;

/** What an earlier page of this session held. */
export function reopenText(): void {
  if (explainStore.getState().text !== "") return;
  try {
    const text = sessionStorage.getItem(KEY);
    if (text) bringText(text);
  } catch {
    // Without storage a text lasts as long as the page.
  }
}

function keep(text: string): void {
  try {
    if (text !== "" && text.length <= MOST_KEPT) sessionStorage.setItem(KEY, text);
    else sessionStorage.removeItem(KEY);
  } catch {
    // As above.
  }
}

/** Explains the text anew. */
export function explain(): void {
  const { text, kind } = explainStore.getState();
  const { catalog, selection, view } = store.getState();
  stopWork();
  if (catalog.status !== "ready") return;
  if (text.trim() === "") {
    explainStore.setState({ read: undefined, stage: undefined, failure: undefined, vm: 0 });
    return;
  }
  const options = explainOptions(selection.host, view.explain);
  const answer = doWork(catalog.catalog, { task: "explain", text, kind, options }, showStage);
  const settle = (settled: Answer<Explained>): void => {
    if (settled.ok)
      explainStore.setState(({ vm }) => ({
        read: { text, explained: settled.value },
        stage: undefined,
        failure: undefined,
        vm: vm < settled.value.vms.length ? vm : 0,
      }));
    else if (settled.failure !== STOPPED) explainStore.setState({ stage: undefined, failure: settled.failure });
  };
  if (answer instanceof Promise) void answer.then(settle);
  else settle(answer);
}

const showStage = (stage: string): void => explainStore.setState({ stage, failure: undefined });

/** Stops the work on the text, which then stays unexplained until it is asked for again. */
export function stopExplaining(): void {
  stopWork();
  explainStore.setState({ stage: undefined, failure: STOPPED });
}

/** The edits of all safe fixes, in rounds; undefined when the work was stopped. */
export const askRepair = (): Promise<Repaired | undefined> => ask((asked) => ({ ...asked, task: "repair" as const }));

/** The edits that put a profile into one VM of the text. */
export const askUpgrade = (profile: BundledProfile, vm: number): Promise<Repaired | undefined> =>
  ask((asked) => ({ ...asked, task: "upgrade" as const, profile, vm }));

type Asking = Omit<Extract<ExplainTask, { readonly task: "repair" }>, "task">;
type Change = Extract<ExplainTask, { readonly task: "repair" | "upgrade" }>;

async function ask(make: (asked: Asking) => Change): Promise<Repaired | undefined> {
  const { text, kind } = explainStore.getState();
  const { catalog, selection, view } = store.getState();
  if (catalog.status !== "ready") return undefined;
  const options = explainOptions(selection.host, view.explain);
  const answer = await doWork(catalog.catalog, make({ text, kind, options }), showStage);
  const isStopped = !answer.ok && answer.failure === STOPPED;
  if (!isStopped) explainStore.setState({ stage: undefined, failure: answer.ok ? undefined : answer.failure });
  return answer.ok ? answer.value : undefined;
}

/** Tells something about the text's VM or host: goes into the link. */
export const tellExplain = (patch: Partial<ExplainChoices>): void =>
  store.setState(({ view }) => ({ view: { ...view, explain: { ...view.explain, ...patch } } }));

// The host and what is told decide the answer, as the text does.
store.subscribe((now, before) => {
  const isSameCase =
    now.selection.host === before.selection.host &&
    now.view.explain === before.view.explain &&
    now.catalog === before.catalog;
  if (!isSameCase && explainStore.getState().text !== "") explain();
});
