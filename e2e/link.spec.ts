import { expect, test } from "@playwright/test";
import { open } from "./open.ts";

test("a broken link opens with a notice that names what was wrong", async ({ page }) => {
  await open(page, "#v=1&machine=pc-q35-99.9&accel=hvf&host=beos-5&lesson=3&cpu=EPYC");
  const main = page.getByRole("main");
  for (const part of ["machine=pc-q35-99.9", "accel=hvf", "host=beos-5", "lesson"])
    await expect(main).toContainText(part);
  await expect(page.getByRole("combobox", { name: "Machine type", exact: true })).toHaveValue("q35");
  await expect(page.getByRole("combobox", { name: "CPU model", exact: true })).toHaveValue("EPYC");
  await expect(page).toHaveURL(/lesson=3/);
  await main.getByRole("button", { name: "Dismiss" }).click();
  await expect(main).not.toContainText("beos-5");
});

test("a link pasted into the open page is taken over", async ({ page }) => {
  await open(page);
  await page.evaluate(() => location.assign("#v=1&cpu=EPYC&host=linux-6.12"));
  await expect(page.getByRole("combobox", { name: "CPU model", exact: true })).toHaveValue("EPYC");
  await expect(page.getByRole("combobox", { name: "Platform", exact: true })).toHaveValue("linux");
});

test("the address of an upstream host says which QEMU it means", async ({ page }) => {
  await open(page, "#v=1&host=linux-6.12");
  await expect(page).toHaveURL(/host=linux-6\.12&qemu=[\d.]+&libvirt=[\d.]+/);
});
