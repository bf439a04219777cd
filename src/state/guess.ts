// The search for the likely configuration of a dump: in a worker, so that no input waits for it. A new question ends the one before.
import { createStore } from "zustand/vanilla";
import type { Catalog } from "#catalog/open.ts";
import type { DecodedCpu } from "#engine/dump/compare.ts";
import { guessConfiguration, type Configuration } from "#engine/dump/guess-configuration.ts";
import type { Selection } from "#engine/selection.ts";
import type { GuessAnswer, GuessRequest } from "./guess-worker.ts";
import { catalogAddress } from "./load-catalog.ts";

export interface GuessState {
  readonly isSearching: boolean;
  /** The last answer about this processor; undefined before the first, and where there is nothing to search by. */
  readonly guess: Configuration | undefined;
  readonly cpu: DecodedCpu | undefined;
}

const NOTHING: GuessState = { isSearching: false, guess: undefined, cpu: undefined };

/** Whoever flips bit after bit asks once. */
const PAUSE = 150;

export const guessStore = createStore<GuessState>(() => NOTHING);

let worker: Worker | undefined;
let timer: ReturnType<typeof setTimeout> | undefined;
let last = 0;
let isBusy = false;

/** Begins a search; the answer comes into the store. */
export function searchGuess(catalog: Catalog, selection: Selection, cpu: DecodedCpu): void {
  stop();
  const { guess, cpu: before } = guessStore.getState();
  guessStore.setState({ isSearching: true, cpu, guess: before === cpu ? guess : undefined });
  const id = last;
  timer = setTimeout(() => ask(catalog, { id, catalog: catalogAddress("bundle.json"), selection, cpu }), PAUSE);
}

/** Ends the search; nothing more comes. */
export function forgetGuess(): void {
  stop();
  guessStore.setState(NOTHING);
}

function stop(): void {
  last += 1;
  clearTimeout(timer);
  if (!isBusy) return;
  // Only a worker at work is ended: an idle one keeps the opened catalogue.
  worker?.terminate();
  worker = undefined;
  isBusy = false;
}

function show({ id, guess }: GuessAnswer): void {
  if (id !== last) return;
  isBusy = false;
  guessStore.setState({ guess, isSearching: false });
}

/** A page that may start no worker, or whose worker cannot read the catalogue, searches itself. */
function ask(catalog: Catalog, request: GuessRequest): void {
  const alone = (): void => {
    if (request.id !== last) return;
    worker = undefined;
    show({ id: request.id, guess: guessConfiguration(catalog, request.selection, request.cpu) });
  };
  try {
    if (!worker) {
      worker = new Worker(new URL("./guess-worker.ts", import.meta.url), { type: "module" });
      worker.addEventListener("message", ({ data }: MessageEvent<GuessAnswer>) => show(data));
    }
    worker.addEventListener("error", alone, { once: true });
    isBusy = true;
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker has no origin
    worker.postMessage(request);
  } catch {
    alone();
  }
}
