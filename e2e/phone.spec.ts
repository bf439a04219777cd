import { expect, test } from "@playwright/test";
import { expectAccessible, open } from "./open.ts";

// A busy machine takes its time over a large grid.
test.describe.configure({ timeout: 120_000 });

test.use({ viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true });

const overflow = () => document.documentElement.scrollWidth - document.documentElement.clientWidth;

for (const view of ["matrix", "cpuid", "snippets"]) {
  test(`${view} fits a phone without scrolling sideways`, async ({ page }) => {
    await open(page, `#v=1&view=${view}&set=+kvm-asyncpf-int,hv-relaxed=on,hv-vpindex=on`);
    await expect(page.getByRole("main").getByRole("heading", { level: 2 }).first()).toBeVisible();
    expect(await page.evaluate(overflow)).toBe(0);
    await expectAccessible(page);
  });
}

test("the virtual machine opens as a sheet, and bits behind a button", async ({ page }) => {
  await open(page);
  await page.getByRole("button", { name: "Virtual machine and host" }).tap();
  const sheet = page.getByRole("dialog", { name: "Virtual machine and host" });
  await sheet.getByLabel("CPU model").selectOption("EPYC");
  await expectAccessible(page);
  await sheet.getByRole("button", { name: "Done" }).tap();
  await expect(sheet).toHaveCount(0);
  await expect(page.getByLabel("QEMU command line", { exact: true })).toContainText("-cpu EPYC");

  await page.getByRole("button", { name: "Bits", exact: true }).tap();
  await page
    .getByRole("contentinfo")
    .getByRole("button", { name: /^EAX bit 7, kvm-pv-unhalt/ })
    .tap();
  await expect(page.getByLabel("QEMU command line", { exact: true })).toContainText("+kvm-pv-unhalt");
});
