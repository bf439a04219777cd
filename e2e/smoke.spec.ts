import { expect, test } from "@playwright/test";

test("the page opens without an error", async ({ page }) => {
  const errors: string[] = [];
  page.on("console", (message) => {
    if (message.type() === "error") errors.push(message.text());
  });
  page.on("pageerror", (error) => errors.push(error.message));

  await page.goto("./");
  await expect(page).toHaveTitle(/Flipbit/);
  await expect(page.getByRole("grid")).toBeVisible();
  await page.waitForLoadState("networkidle");
  expect(errors).toEqual([]);
});
