// CPU time of a page's main thread, as Chromium accounts for it: not the clock, so that other programs disturb it little.
import type { Browser, CDPSession, Page } from "@playwright/test";

export interface ThreadClock {
  /** Milliseconds of the main thread spent in tasks so far. */
  readonly now: () => Promise<number>;
  /** Bytes of the JavaScript heap in use, after a collection. */
  readonly heap: () => Promise<number>;
  readonly slowDown: (rate: number) => Promise<void>;
}

export async function threadClock(page: Page): Promise<ThreadClock> {
  const session = await page.context().newCDPSession(page);
  await session.send("Performance.enable", { timeDomain: "threadTicks" });
  return {
    now: async () => (await metric(session, "TaskDuration")) * 1000,
    heap: async () => {
      await session.send("HeapProfiler.collectGarbage");
      return metric(session, "JSHeapUsedSize");
    },
    slowDown: async (rate) => void (await session.send("Emulation.setCPUThrottlingRate", { rate })),
  };
}

async function metric(session: CDPSession, name: string): Promise<number> {
  const { metrics } = await session.send("Performance.getMetrics");
  const found = metrics.find((row) => row.name === name);
  if (found === undefined) throw new Error(`Chromium has no metric ${name}`);
  return found.value;
}

/** A page of a fixed size. The TypeScript runner names functions through a helper, which the page must have too. */
export async function openPage(browser: Browser, address: string): Promise<Page> {
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  await page.addInitScript({ content: "globalThis.__name = (work) => work;" });
  await page.goto(address);
  return page;
}

export const median = (values: readonly number[]): number => {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[sorted.length >> 1] ?? Number.NaN;
};
