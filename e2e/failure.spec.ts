import { expect, test } from "@playwright/test";
import { expectAccessible } from "./open.ts";

test("without a catalogue the page says why and tries again", async ({ page }) => {
  let isDown = true;
  await page.route("**/catalog/bundle.json", (route) => (isDown ? route.fulfill({ status: 503 }) : route.continue()));
  await page.goto("./#v=1&cpu=EPYC");
  await expect(page.getByRole("alert")).toContainText("503");
  await expectAccessible(page);
  isDown = false;
  await page.getByRole("button", { name: "Try again" }).click();
  await expect(page.getByLabel("CPU model")).toHaveValue("EPYC");
});

test("evidence that does not load leaves the rest of the page alone", async ({ page }) => {
  await page.route("**/catalog/features/**", (route) => route.abort());
  await page.goto("./");
  const inspector = page.getByRole("complementary", { name: "Inspector" });
  await expect(inspector.getByRole("alert")).toContainText("the evidence");
  await expect(inspector).toContainText("The guest uses it");
  await page.unroute("**/catalog/features/**");
  await inspector.getByRole("button", { name: "Try again" }).click();
  await expect(inspector.getByRole("link", { name: /raw facts/ })).toBeVisible();
});
