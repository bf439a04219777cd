// A host that answered for itself: its file is pasted, wins over the catalogue, and survives a reload in this browser.
import { readFileSync } from "node:fs";
import { expect, test } from "@playwright/test";

const file = new URL("../public/catalog/observed/host-linux-5.4-amd.json", import.meta.url);

test("a measured host is pasted, refused with its mistake, used, reloaded and dropped", async ({ page }) => {
  await page.goto("/");
  const host = page.getByRole("button", { name: "Use a measured host" });
  await host.click();
  const text = page.getByRole("textbox", { name: "Paste the file" });
  await text.fill('{"kernel": "5.4"}');
  await page.getByRole("button", { name: "Use this host" }).click();
  await expect(page.getByRole("alert")).toContainText("vendor");
  await expect(text).toHaveValue('{"kernel": "5.4"}');

  await text.fill(readFileSync(file, "utf8"));
  await page.getByRole("button", { name: "Use this host" }).click();
  await expect(page.getByText("Linux 5.4.273", { exact: true })).toBeVisible();
  await expect(page).toHaveURL(/measured=[0-9a-f]{8}/);
  await expect(page.getByRole("columnheader", { name: /measured/ }).first()).toBeVisible();

  await page.reload();
  await expect(page.getByText("Linux 5.4.273", { exact: true })).toBeVisible();
  await page.getByRole("button", { name: "Use the catalogue instead" }).click();
  await expect(page).not.toHaveURL(/measured=/);
  await page.goBack();
  await expect(page.getByText("Linux 5.4.273", { exact: true })).toBeVisible();
});
