import { AxeBuilder } from "@axe-core/playwright";
import { expect, type Page } from "@playwright/test";

/** Opens the page with a link and waits until there is a catalogue to look at. */
export async function open(page: Page, link = ""): Promise<void> {
  await page.goto(`./${link}`);
  await expect(page.getByRole("contentinfo")).toBeVisible();
}

/** Asserts that axe finds nothing on the page as it is: all its rules, or those named. */
export async function expectAccessible(page: Page, rules: readonly string[] = []): Promise<void> {
  const builder = new AxeBuilder({ page }).options({ resultTypes: ["violations"] });
  const { violations } = await (rules.length === 0 ? builder : builder.withRules([...rules])).analyze();
  expect(violations.map(({ id, nodes }) => ({ id, targets: nodes.map((node) => node.target) }))).toEqual([]);
}
