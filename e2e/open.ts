import { AxeBuilder } from "@axe-core/playwright";
import { expect, type Page } from "@playwright/test";

/** Opens the page with a link and waits until there is a catalogue to look at. */
export async function open(page: Page, link = ""): Promise<void> {
  await page.goto(`./${link}`);
  await expect(page.getByRole("contentinfo")).toBeVisible();
}

/** Asserts that axe finds nothing on the page as it is. */
export async function expectAccessible(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id, nodes }) => ({ id, targets: nodes.map((node) => node.target) }))).toEqual([]);
}
