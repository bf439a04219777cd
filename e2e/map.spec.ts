import { expect, test, type Page } from "@playwright/test";
import { expectAccessible, open } from "./open.ts";

const command = (page: Page) => page.getByLabel("QEMU command line", { exact: true });
const cube = (page: Page) => page.getByRole("region", { name: "The whole cube" });
const picture = (page: Page, cpu: string) => page.getByRole("application", { name: new RegExp(`^Map of ${cpu}:`) });

async function openMap(page: Page, link = ""): Promise<void> {
  await open(page, link);
  await cube(page).getByRole("radio", { name: "Map" }).check();
  await expect(picture(page, "host")).toBeVisible();
}

/** How many different colours a canvas holds: a picture that was not drawn has one. */
const coloursIn = (page: Page, nth: number): Promise<number> =>
  page.evaluate((index) => {
    const canvas = document.querySelectorAll<HTMLCanvasElement>("canvas[aria-hidden]")[index];
    const data = canvas?.getContext("2d")?.getImageData(0, 0, canvas.width, canvas.height).data ?? [];
    const found = new Set<number>();
    for (let at = 0; at < data.length; at += 4)
      found.add(((data[at] ?? 0) << 16) | ((data[at + 1] ?? 0) << 8) | (data[at + 2] ?? 0));
    return found.size;
  }, nth);

/** The colour that a token has in the page, and whether a picture holds it. */
const holdsToken = (page: Page, token: string): Promise<boolean> =>
  page.evaluate((name) => {
    const probe = document.createElement("i");
    probe.style.color = `var(--${name})`;
    document.body.append(probe);
    const wanted = (getComputedStyle(probe).color.match(/\d+/g) ?? []).join();
    probe.remove();
    const canvas = document.querySelectorAll<HTMLCanvasElement>("canvas[aria-hidden]")[1];
    const data = canvas?.getContext("2d")?.getImageData(0, 0, canvas.width, canvas.height).data ?? [];
    for (let at = 0; at < data.length; at += 4) if (data.slice(at, at + 3).join() === wanted) return true;
    return false;
  }, token);

test("the map is drawn in device pixels, in both themes, and axe finds nothing", async ({ page }) => {
  await page.emulateMedia({ colorScheme: "light" });
  await openMap(page);
  expect(await coloursIn(page, 1)).toBeGreaterThan(8);
  expect(await holdsToken(page, "on")).toBe(true);
  const isSharp = await page.evaluate(() =>
    [...document.querySelectorAll("canvas")].every(
      (canvas) => canvas.width === Math.round(canvas.clientWidth * devicePixelRatio),
    ),
  );
  expect(isSharp).toBe(true);
  await expectAccessible(page);
  const hash = () =>
    page.evaluate(() => document.querySelector<HTMLCanvasElement>("canvas[aria-hidden]")?.toDataURL() ?? "");
  // Not over a picture, and not where a focus ring would differ.
  await page.mouse.move(0, 0);
  const light = await hash();
  await page.emulateMedia({ colorScheme: "dark" });
  await expect.poll(async () => (await hash()) === light, { timeout: 20_000 }).toBe(false);
  expect(await holdsToken(page, "on")).toBe(true);
  await expectAccessible(page, ["color-contrast"]);
  await page.getByRole("button", { name: "Theme: auto. Switch to light" }).click();
  await expect.poll(async () => (await hash()) === light, { timeout: 20_000 }).toBe(true);
});

test("arrow keys read the map, Enter takes the VM there, plus and minus zoom", async ({ page }) => {
  await openMap(page, "#v=1&host=linux-6.12&qemu=10.2&machine=pc-q35-10.2&cpu=EPYC");
  const said = cube(page).getByRole("status");
  await picture(page, "host").focus();
  await page.keyboard.press("ArrowLeft");
  await expect(said).toContainText(/^Linux 6\.11, pc-q35-10\.2, host: \d+ seen of \d+ possible$/);
  await page.keyboard.press("ArrowUp");
  await expect(said).toContainText(/^Linux 6\.11, pc-q35-10\.1, host: /);
  await page.keyboard.press("Home");
  await expect(said).toContainText(/^Linux 4\.4, /);
  await page.keyboard.press("Control+ArrowRight");
  const change = await said.textContent();
  expect(change).not.toContain("Linux 4.4,");

  await expect(cube(page).getByRole("button", { name: "Show all" })).toBeDisabled();
  await page.keyboard.press("+");
  await expect(cube(page).getByRole("button", { name: "Show all" })).toBeEnabled();
  await page.keyboard.press("0");
  await expect(cube(page).getByRole("button", { name: "Show all" })).toBeDisabled();

  await page.keyboard.press("Enter");
  await expect(command(page)).toContainText("-cpu host");
  await expect(command(page)).toContainText("pc-q35-10.1");
  await expect(said).toContainText("The VM is now at");
  await page.goBack();
  await expect(command(page)).toContainText("-cpu EPYC");
});

test("the pointer reads, draws a rectangle to zoom, and a click takes the VM there", async ({ page }) => {
  await openMap(page, "#v=1&host=linux-6.12&qemu=10.2&machine=pc-q35-10.2&cpu=EPYC");
  const map = picture(page, "max");
  await map.scrollIntoViewIfNeeded();
  const place = cube(page)
    .getByText(/^Linux /)
    .first();
  await expect(place).toHaveText("Linux 6.12");
  await map.hover({ position: { x: 90, y: 60 } });
  await expect(place).not.toHaveText("Linux 6.12");

  const box = (await map.boundingBox())!;
  await page.mouse.move(box.x + 90, box.y + 50);
  await page.mouse.down();
  await page.mouse.move(box.x + 120, box.y + 70, { steps: 4 });
  await page.mouse.up();
  await expect(cube(page).getByRole("button", { name: "Show all" })).toBeEnabled();
  await expect(command(page)).toContainText("-cpu EPYC");

  await map.click({ position: { x: 100, y: 60 } });
  await expect(command(page)).toContainText("-cpu max");
  const machine = (await cube(page).locator("code").first().textContent()) ?? "";
  await expect(command(page)).toContainText(machine);
  await cube(page).getByRole("button", { name: "Show all" }).click();
  await expect(cube(page).getByRole("button", { name: "Show all" })).toBeDisabled();
});

test("with Ctrl the wheel zooms, without it the page scrolls on", async ({ page }) => {
  await openMap(page);
  const map = picture(page, "host");
  await map.hover({ position: { x: 200, y: 100 } });
  await page.mouse.wheel(0, -200);
  await expect(cube(page).getByRole("button", { name: "Show all" })).toBeDisabled();
  await map.hover({ position: { x: 200, y: 100 } });
  await page.keyboard.down("Control");
  await page.mouse.wheel(0, -200);
  await page.keyboard.up("Control");
  await expect(cube(page).getByRole("button", { name: "Show all" })).toBeEnabled();
});

test("one feature's verdicts, and the tables again", async ({ page }) => {
  await openMap(page, "#v=1&host=linux-6.12&qemu=10.2&machine=pc-q35-10.2&cpu=EPYC");
  await cube(page).getByLabel("What the map shows").selectOption("kvm-asyncpf-int alone");
  await picture(page, "EPYC").focus();
  await page.keyboard.press("Control+ArrowLeft");
  await expect(cube(page).getByRole("status")).toHaveText("Linux 5.7, pc-q35-10.2, EPYC: not here");
  await expect(cube(page).getByRole("list", { name: "Legend of the map" })).toContainText("one flag");
  await cube(page).getByRole("radio", { name: "Tables" }).check();
  await expect(cube(page).getByRole("table").first()).toBeVisible();
});

test.describe("on a phone", () => {
  test.use({ viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true, deviceScaleFactor: 3 });

  test("a tap points, the button takes the VM there, and nothing scrolls sideways", async ({ page }) => {
    await openMap(page, "#v=1&host=linux-6.12&qemu=10.2&machine=pc-q35-10.2&cpu=EPYC");
    expect(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)).toBe(
      0,
    );
    const map = picture(page, "EPYC");
    await map.scrollIntoViewIfNeeded();
    await map.tap({ position: { x: 150, y: 60 } });
    await expect(command(page)).toContainText("pc-q35-10.2");
    await cube(page).getByRole("button", { name: "Take the VM there" }).tap();
    await expect(cube(page).getByRole("button", { name: "The VM is here" })).toBeVisible();
    await expect(command(page)).not.toContainText("pc-q35-10.2");
    await expectAccessible(page);
  });
});
