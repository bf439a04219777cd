// How soon the built page answers: from a click to the next paint, at full speed and slowed down, and what memory it takes.
import type { Browser, Page } from "@playwright/test";
import { figure, type Figure } from "../bench-figure.ts";
import { median, openPage, threadClock } from "./thread-time.ts";

const CLICKS = 15;

/** Places that each switch between other axes than the one before. */
const AXES = ["#v=1&rows=machine", "#v=1&rows=feature"];

/** Milliseconds from a click on the n-th element in sight until the next frame was painted. */
function timeToPaint({ selector, nth }: { readonly selector: string; readonly nth: number }): Promise<number> {
  const inSight = [...document.querySelectorAll<HTMLElement>(selector)].filter((element) => {
    const { left, top, width, right, bottom } = element.getBoundingClientRect();
    return width > 0 && left >= 0 && top >= 0 && right <= innerWidth && bottom <= innerHeight;
  });
  const element = inSight[nth % Math.max(inSight.length, 1)];
  if (element === undefined) throw new Error(`nothing in sight is ${selector}`);
  return new Promise((done) => {
    const start = performance.now();
    element.click();
    const painted = new MessageChannel();
    painted.port1.addEventListener("message", () => done(performance.now() - start), { once: true });
    painted.port1.start();
    // A message posted from a frame's callback arrives after that frame was painted.
    requestAnimationFrame(() => painted.port2.postMessage(undefined));
  });
}

/** Milliseconds from a new address until the grid shows other heads and was painted. */
function timeToAxes(hash: string): Promise<number> {
  const heads = (): string =>
    [...document.querySelectorAll('[role="grid"] [role="rowheader"], [role="grid"] th[scope="row"]')]
      .slice(0, 8)
      .map((head) => head.textContent)
      .join();
  return new Promise((done) => {
    const before = heads();
    const start = performance.now();
    location.hash = hash;
    const painted = new MessageChannel();
    painted.port1.addEventListener("message", () => done(performance.now() - start), { once: true });
    painted.port1.start();
    const look = (): void => {
      if (heads() === before && performance.now() - start < 5000) requestAnimationFrame(look);
      else painted.port2.postMessage(undefined);
    };
    requestAnimationFrame(look);
  });
}

const CELL = '[role="grid"] [role="gridcell"], [role="grid"] td[data-row]';
const BIT = 'footer button[aria-label*=" bit "]';
const VIEW_BIT = '[role="tabpanel"] button[aria-label^="EAX bit 14"]';

async function clicks(page: Page, selector: string): Promise<number> {
  const times = [];
  for (let click = 0; click < CLICKS; click += 1) {
    times.push(await page.evaluate(timeToPaint, { selector, nth: 7 + click * 13 }));
    await page.waitForTimeout(120);
  }
  return median(times);
}

/** From a new address until rows of another kind are drawn and painted. */
async function axisSwitches(page: Page): Promise<number> {
  const times = [];
  for (let turn = 0; turn < 8; turn += 1) {
    times.push(await page.evaluate(timeToAxes, AXES[turn % AXES.length] ?? ""));
    await page.waitForTimeout(200);
  }
  return median(times);
}

export async function appFigures(browser: Browser, address: string): Promise<Figure[]> {
  const page = await openPage(browser, address);
  await page.waitForSelector(CELL);
  await page.waitForTimeout(500);
  const clock = await threadClock(page);
  await clicks(page, CELL);
  const fast = await clicks(page, CELL);
  await clock.slowDown(4);
  const slow = await clicks(page, CELL);
  await clock.slowDown(1);
  const bit = await clicks(page, BIT);
  const axes = await axisSwitches(page);
  await page.evaluate(() => void (location.hash = "#v=1&view=cpuid"));
  await page.waitForSelector(VIEW_BIT);
  await clicks(page, VIEW_BIT);
  const viewBit = await clicks(page, VIEW_BIT);
  const heap = await clock.heap();
  await page.close();
  return [
    figure("click on a cell, next paint, median", fast, "ms", 50),
    figure("the same on a processor 4 times slower", slow, "ms", 200),
    figure("flip of a bit in the dock, next paint, median", bit, "ms", 32),
    figure("flip of a bit in the CPUID view, median", viewBit, "ms", 32),
    figure("switch of axes, until painted, median", axes, "ms", 100),
    figure("script memory after all that", heap / 1e6, "MB", 40),
  ];
}
