// The dump that the reader brought: its text, what it was read as, and what it holds. Kept for the session; never in a link.
import { createStore } from "zustand/vanilla";
import { readDump, type DumpRequest, type ReadDump } from "./dump-work.ts";

export interface DumpState {
  readonly text: string;
  /** The file that it came from. */
  readonly file: string | undefined;
  /** The format that the reader chose; empty: by content. */
  readonly format: string;
  readonly isReading: boolean;
  readonly dump: ReadDump | undefined;
  /** Which of the processors is shown. */
  readonly cpu: number;
}

const KEY = "flipbit.dump";
/** Characters that a browser surely keeps for a session. */
const MOST_KEPT = 2_000_000;
/** Shorter texts are read at once, in a few milliseconds. */
const LONG = 100_000;

export const dumpStore = createStore<DumpState>(() => ({
  text: "",
  file: undefined,
  format: "",
  isReading: false,
  dump: undefined,
  cpu: 0,
}));

let worker: Worker | undefined;
let last = 0;

/** Takes a text; the one before it is gone. */
export function takeDump(text: string, file?: string): void {
  keep(text);
  dumpStore.setState({ text, file });
  read();
}

export function chooseDumpFormat(format: string): void {
  dumpStore.setState({ format });
  read();
}

export const chooseDumpCpu = (cpu: number): void => dumpStore.setState({ cpu });

/** What an earlier page of this session held. */
export function reopenDump(): void {
  if (dumpStore.getState().text !== "") return;
  try {
    const text = sessionStorage.getItem(KEY);
    if (text) takeDump(text);
  } catch {
    // Without storage a dump lasts as long as the page.
  }
}

function keep(text: string): void {
  try {
    if (text.length <= MOST_KEPT) sessionStorage.setItem(KEY, text);
    else sessionStorage.removeItem(KEY);
  } catch {
    // As above.
  }
}

function read(): void {
  last += 1;
  worker?.terminate();
  const { text, format } = dumpStore.getState();
  const request: DumpRequest = { id: last, text, format };
  if (text.trim() === "") show(last, undefined);
  else if (text.length < LONG) show(last, readDump(request));
  else ask(request);
}

function show(id: number, dump: ReadDump | undefined): void {
  if (id === last) dumpStore.setState({ dump, isReading: false, cpu: 0 });
}

/** A new text ends the work on the one before. A page that may start no worker reads the text itself. */
function ask(request: DumpRequest): void {
  dumpStore.setState({ isReading: true });
  const alone = (): void => {
    if (request.id === last) show(request.id, readDump(request));
  };
  try {
    worker = new Worker(new URL("./dump-worker.ts", import.meta.url), { type: "module" });
    worker.addEventListener("message", ({ data }: MessageEvent<Answer>) => show(data.id, data.dump));
    worker.addEventListener("error", alone);
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker has no origin
    worker.postMessage(request);
  } catch {
    alone();
  }
}

interface Answer {
  readonly id: number;
  readonly dump: ReadDump;
}
