import { AxeBuilder } from "@axe-core/playwright";
import { expect, test } from "@playwright/test";

test("the page opens without an error and without an accessibility finding", async ({ page }) => {
  const errors: string[] = [];
  page.on("console", (message) => {
    if (message.type() === "error") errors.push(message.text());
  });
  page.on("pageerror", (error) => errors.push(error.message));

  await page.goto("./");
  await expect(page).toHaveTitle(/Flipbit/);
  await expect(page.locator("#root")).not.toBeEmpty();
  await page.waitForLoadState("networkidle");

  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id, nodes }) => ({ id, targets: nodes.map((node) => node.target) }))).toEqual([]);
  expect(errors).toEqual([]);
});
