// What scrolling costs: the same path over an empty page, over our grid, and over the straightforward table, in turns.
import type { Browser } from "@playwright/test";
import { figure, type Figure } from "../bench-figure.ts";
import { median, openPage, threadClock } from "./thread-time.ts";

/** Frames of one run, and pixels a frame: a row each, 1,500 pixels a second. */
const FRAMES = 120;
const STEP = 25;
const ROUNDS = 5;

const KINDS = ["empty", "pooled", "straightforward"] as const;
type Kind = (typeof KINDS)[number];

/** Scrolls down, across and back on the diagonal, one step a frame; every frame is drawn. */
function scrollPath({ frames, step }: { readonly frames: number; readonly step: number }): Promise<void> {
  const scroller = document.querySelector("[data-scroller], [role=grid]");
  if (scroller === null) throw new Error("nothing to scroll");
  scroller.scrollTo(0, 0);
  const path = [
    [1, 0],
    [0, 1],
    [-1, -1],
    [0.5, 0],
    [-0.5, 0.5],
  ] as const;
  return new Promise((done) => {
    let frame = 0;
    const next = (): void => {
      const [down, right] = path[Math.floor((frame / frames) * path.length)] ?? [0, 0];
      scroller.scrollTop += down * step;
      scroller.scrollLeft += right * step;
      frame += 1;
      if (frame < frames) requestAnimationFrame(next);
      else requestAnimationFrame(() => done());
    };
    requestAnimationFrame(next);
  });
}

/** Milliseconds of the main thread a frame, for one kind of page. */
async function openKind(browser: Browser, address: string, kind: Kind) {
  const page = await openPage(browser, `${address}?kind=${kind}`);
  await page.waitForSelector(kind === "empty" ? "[data-scroller]" : "[role=grid] [role=gridcell]");
  const clock = await threadClock(page);
  const run = async (): Promise<number> => {
    await page.bringToFront();
    await page.waitForTimeout(400);
    const before = await clock.now();
    await page.evaluate(scrollPath, { frames: FRAMES, step: STEP });
    return ((await clock.now()) - before) / FRAMES;
  };
  return { kind, page, run };
}

/** The figures of scrolling, from the page that tools/bench-page.vite.config.ts builds. */
export async function scrollFigures(browser: Browser, address: string): Promise<Figure[]> {
  const pages = [];
  for (const kind of KINDS) pages.push(await openKind(browser, address, kind));
  const times: Record<Kind, number[]> = { empty: [], pooled: [], straightforward: [] };
  for (const { run } of pages) await run();
  for (let round = 0; round < ROUNDS; round += 1) for (const { kind, run } of pages) times[kind].push(await run());
  for (const { page } of pages) await page.close();
  const [empty, pooled, straight] = KINDS.map((kind) => median(times[kind])) as [number, number, number];
  return [
    figure("scroll 120 × 110, empty page", empty, "ms/frame"),
    figure("scroll 120 × 110, our grid", pooled, "ms/frame"),
    figure("scroll, our grid / empty page", pooled / empty, "ratio", 15),
    figure("scroll 120 × 110, react-virtual", straight, "ms/frame"),
    figure("scroll, react-virtual / empty page", straight / empty, "ratio"),
  ];
}
