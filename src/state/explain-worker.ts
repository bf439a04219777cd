// Explains long texts beside the page, so that typing waits for nothing. It fetches the catalogue once, by itself.
import type { CatalogBundle } from "#catalog/bundle-types.ts";
import { openCatalog, type Catalog } from "#catalog/open.ts";
import { explainWork, type ExplainTask, type TaskAnswers } from "./explain-work.ts";

export interface WorkerRequest {
  readonly id: number;
  /** Where the catalogue's bundle is. */
  readonly address: string;
  readonly task: ExplainTask;
}

export type WorkerReport =
  | { readonly id: number; readonly stage: string }
  | { readonly id: number; readonly answer: TaskAnswers[ExplainTask["task"]] }
  | { readonly id: number; readonly failure: string };

let catalog: Promise<Catalog> | undefined;

async function load(address: string): Promise<Catalog> {
  const response = await fetch(address);
  if (!response.ok) throw new Error(`the server answered ${response.status}`);
  const bundle: CatalogBundle = await response.json();
  return openCatalog(bundle);
}

const STAGES: Readonly<Record<ExplainTask["task"], string>> = {
  explain: "Reading and judging",
  repair: "Repairing",
  upgrade: "Putting the profile in",
};

const report = (said: WorkerReport): void => postMessage(said);

async function work({ id, address, task }: WorkerRequest): Promise<void> {
  try {
    report({ id, stage: "Loading the facts" });
    catalog ??= load(address);
    const opened = await catalog;
    report({ id, stage: STAGES[task.task] });
    report({ id, answer: explainWork(opened, task) });
  } catch (error) {
    catalog = undefined;
    report({ id, failure: error instanceof Error ? error.message : String(error) });
  }
}

addEventListener("message", ({ data }: MessageEvent<WorkerRequest>) => void work(data));
