import { expect, test } from "@playwright/test";
import { open } from "./open.ts";

test("Back and Forward undo and redo what was chosen", async ({ page }) => {
  await open(page);
  const line = page.getByLabel("QEMU command line", { exact: true });
  const flags = page.getByLabel("Add -cpu flags");
  await flags.fill("+kvm-pv-unhalt");
  await flags.press("Enter");
  await flags.fill("hv-relaxed");
  await flags.press("Enter");
  await page.getByRole("link", { name: "CPUID" }).click();
  await expect(line).toContainText("+kvm-pv-unhalt,hv-relaxed=on");

  await page.goBack();
  await expect(page.getByRole("link", { name: "Matrix" })).toHaveAttribute("aria-current", "page");
  await page.goBack();
  await expect(line).toContainText("+kvm-pv-unhalt");
  await expect(line).not.toContainText("hv-relaxed");
  await page.goBack();
  await expect(line).not.toContainText("kvm-pv-unhalt");

  await page.goForward();
  await page.goForward();
  await expect(line).toContainText("+kvm-pv-unhalt,hv-relaxed=on");
  await page.goForward();
  await expect(page.getByRole("link", { name: "CPUID" })).toHaveAttribute("aria-current", "page");
});

test("looking around adds no step to go back through", async ({ page }) => {
  await open(page);
  const before = await page.evaluate(() => history.length);
  await page.getByRole("button", { name: /^kvm-pv-ipi/ }).click();
  await page
    .getByRole("gridcell", { name: /^kvm-pv-unhalt, Linux 4\.4/ })
    .first()
    .hover();
  await expect(page.getByRole("complementary", { name: "Inspector" })).toContainText("kvm-pv-unhalt");
  expect(await page.evaluate(() => history.length)).toBe(before);
});
