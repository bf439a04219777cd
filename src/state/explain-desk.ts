// Who does the work on a text: the page itself while that takes no time, else a worker, which can be stopped.
import type { Catalog } from "#catalog/open.ts";
import { catalogAddress } from "./load-catalog.ts";
import { explainWork, type ExplainTask, type TaskAnswers } from "./explain-work.ts";
import type { WorkerReport, WorkerRequest } from "./explain-worker.ts";

/** Longer texts go to the worker; shorter ones too, once a text of their length took longer than a reader should notice. */
let longest = 30_000;
const NOTICEABLE = 40;

/** The task that the worker is at. */
interface Current {
  readonly id: number;
  readonly onStage: (stage: string) => void;
  readonly settle: (answer: Answer<TaskAnswers[ExplainTask["task"]]>) => void;
}

let worker: Worker | undefined;
let current: Current | undefined;
let last = 0;

export type Answer<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly failure: string };

/** What a stopped task fails with: not worth telling. */
export const STOPPED = "stopped";

/** Stops what is being done; its answer never comes. */
export function stopWork(): void {
  if (!current) return;
  worker?.terminate();
  worker = undefined;
  settle({ ok: false, failure: STOPPED });
}

function settle(answer: Answer<TaskAnswers[ExplainTask["task"]]>): void {
  const settled = current;
  current = undefined;
  settled?.settle(answer);
}

/**
 * Does a task; one that is being done is stopped.
 * @param onStage Hears what is being done, only if it takes its time.
 */
export function doWork<T extends ExplainTask>(
  catalog: Catalog,
  task: T,
  onStage: (stage: string) => void,
): Answer<TaskAnswers[T["task"]]> | Promise<Answer<TaskAnswers[T["task"]]>> {
  stopWork();
  if (task.text.length > longest) return askWorker(catalog, task, onStage);
  const begin = performance.now();
  const value = explainWork(catalog, task);
  // A repair is many explanations, and a first one warms up what later ones find ready.
  if (task.task === "explain" && last > 0 && performance.now() - begin > NOTICEABLE)
    longest = Math.min(longest, Math.max(2000, task.text.length - 1));
  last += 1;
  return { ok: true, value };
}

function askWorker<T extends ExplainTask>(
  catalog: Catalog,
  task: T,
  onStage: (stage: string) => void,
): Promise<Answer<TaskAnswers[T["task"]]>> {
  last += 1;
  const request: WorkerRequest = { id: last, address: catalogAddress("bundle.json"), task };
  return new Promise((resolve) => {
    // The worker answers the task that it was given.
    current = { id: last, onStage, settle: (answer) => resolve(answer as Answer<TaskAnswers[T["task"]]>) };
    onStage("Starting");
    try {
      worker ??= startWorker();
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker has no origin
      worker.postMessage(request);
    } catch {
      // A page that may start no worker does the work itself.
      settle({ ok: true, value: explainWork(catalog, task) });
    }
  });
}

function startWorker(): Worker {
  const started = new Worker(new URL("./explain-worker.ts", import.meta.url), { type: "module" });
  started.addEventListener("message", ({ data }: MessageEvent<WorkerReport>) => {
    if (data.id !== current?.id) return;
    if ("stage" in data) current.onStage(data.stage);
    else settle("answer" in data ? { ok: true, value: data.answer } : { ok: false, failure: data.failure });
  });
  started.addEventListener("error", ({ message }) => {
    worker = undefined;
    settle({ ok: false, failure: message || "the worker did not start" });
  });
  return started;
}
