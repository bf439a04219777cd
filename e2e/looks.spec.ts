import { expect, test } from "@playwright/test";
import { expectAccessible, open } from "./open.ts";

const LINKS = {
  matrix: "",
  "machine types": "#v=1&rows=machine",
  cpuid: "#v=1&view=cpuid",
  "cpuid with Hyper-V in front":
    "#v=1&view=cpuid&set=hv-relaxed=on,hv-vpindex=on,hv-time=on&leaf=0x40000003&guest=windows",
  snippets: "#v=1&view=snippets&format=libvirt-fragment&set=+kvm-asyncpf-int,hv-relaxed=on",
  "snippets beside the defaults": "#v=1&view=snippets&format=kubevirt-vmi&diff=defaults&set=hv-relaxed=on,-mpx",
  "a VM that does not start": "#v=1&machine=pc-q35-11.1&set=hv-stimer=on&view=cpuid",
};

// Axe looks at every cell of a large grid: on a busy machine that takes its time.
test.describe.configure({ timeout: 120_000 });

for (const [name, link] of Object.entries(LINKS)) {
  test(`axe finds nothing: ${name}`, async ({ page }) => {
    await page.emulateMedia({ colorScheme: "light", reducedMotion: "reduce" });
    await open(page, link);
    await expect(page.getByRole("main").getByRole("heading", { level: 2 }).first()).toBeVisible();
    await expectAccessible(page);
    await page.emulateMedia({ colorScheme: "dark" });
    await expectAccessible(page, ["color-contrast"]);
  });
}

test("the theme goes round from the system's to light to dark, and is remembered", async ({ page }) => {
  await page.emulateMedia({ colorScheme: "dark" });
  await open(page);
  const background = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const dark = await background();
  await page.getByRole("button", { name: "Theme: auto. Switch to light" }).click();
  expect(await background()).not.toBe(dark);
  await page.reload();
  await expect(page.getByRole("button", { name: "Theme: light. Switch to dark" })).toBeVisible();
  expect(await background()).not.toBe(dark);
  await page.getByRole("button", { name: /^Theme/ }).click();
  expect(await background()).toBe(dark);
});
