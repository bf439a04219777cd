import { expect, test } from "@playwright/test";
import { open } from "./open.ts";

test("the page asks nobody but its own server, and loads the other views after the first paint", async ({
  page,
  baseURL,
}) => {
  const asked: string[] = [];
  page.on("request", (request) => asked.push(request.url()));
  await open(page);
  for (const view of ["CPUID", "Snippets", "Matrix"]) {
    await page.getByRole("link", { name: view }).click();
    await expect(page).toHaveTitle(`${view} · Flipbit`);
  }
  await page.waitForLoadState("networkidle");
  expect(asked.filter((url) => !url.startsWith(baseURL ?? "") && !url.startsWith("data:"))).toEqual([]);
  const at = (part: string) => asked.findIndex((url) => url.includes(part));
  expect(at("bundle.json")).toBeGreaterThan(0);
  expect(at("cpuid-view")).toBeGreaterThan(at("bundle.json"));
});
