import { expect, test } from "@playwright/test";
import { expectAccessible, open } from "./open.ts";

test("a set of flags is taken, and what the host lacks is said", async ({ page }) => {
  await open(page, "#v=1&guest=windows&host=linux-4.19&qemu=5.2&libvirt=7.0");
  const panel = page.getByRole("complementary", { name: "Virtual machine and host" });
  await panel.getByRole("combobox", { name: "Profile" }).selectOption("Windows: recommended");
  await expect(page).toHaveURL(/set=.*hv-stimer/);
  await expect(page).not.toHaveURL(/hv-tlbflush-ext/);
  await expect(page.getByText(/Of Windows: recommended, left out: .*hv-tlbflush-ext/)).toBeVisible();
  await page.goBack();
  await expect(page).not.toHaveURL(/set=/);
});

test("profiles stand side by side with what each misses", async ({ page }) => {
  await open(page, "#v=1&view=catalogue&page=profiles");
  const table = page.getByRole("table", { name: "Sets of flags for Windows guests" });
  await expect(table.getByRole("columnheader", { name: /OpenStack Nova/ })).toBeVisible();
  const misses = table.getByRole("row", { name: /^misses of the recommended/ });
  await expect(misses).toContainText("hv-stimer, hv-stimer-direct");
  await expectAccessible(page);
  await page.getByRole("button", { name: "Take Linux: recommended" }).click();
  await expect(page).toHaveURL(/set=\+kvm-pv-tlb-flush/);
});
