import { expect, test } from "@playwright/test";
import { expectAccessible, open } from "./open.ts";

// A busy machine takes its time over a large grid.
test.describe.configure({ timeout: 120_000 });

test("Ctrl K finds features, bits, machine types, CPU models and hosts", async ({ page }) => {
  await open(page);
  await page.keyboard.press("Control+k");
  const box = page.getByRole("combobox", { name: /^Search/ });
  await expect(box).toBeFocused();

  await box.fill("eax bit 14");
  await expect(page.getByRole("listbox", { name: "Found" }).getByRole("option").first()).toContainText(
    "kvm-asyncpf-int",
  );
  await expectAccessible(page);
  await box.fill("hv_time");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("complementary", { name: "Inspector" })).toContainText("hv-time");
  await expect(box).toHaveCount(0);

  await page.getByRole("button", { name: /Search features/ }).click();
  await box.fill("pc-q35-6.2");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("combobox", { name: "Machine type", exact: true })).toHaveValue("pc-q35-6.2");

  await page.keyboard.press("Control+k");
  await box.fill("epyc");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowUp");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("combobox", { name: "CPU model", exact: true })).toHaveValue("EPYC");

  await page.keyboard.press("Control+k");
  await box.fill("debian 13");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("combobox", { name: "Platform", exact: true })).toHaveValue("debian-13");

  await page.keyboard.press("Control+k");
  await box.fill("no such thing");
  await expect(page.getByRole("dialog")).toContainText("Nothing found");
  await page.keyboard.press("Escape");
  await expect(page.getByRole("dialog")).toHaveCount(0);
});
