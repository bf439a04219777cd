import { readFile } from "node:fs/promises";
import { expect, test } from "@playwright/test";
import { open } from "./open.ts";

const LINK = "#v=1&view=snippets&set=+kvm-asyncpf-int,hv-relaxed=on";

test("every format is copied and downloaded as it is shown", async ({ page, context }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await open(page, LINK);
  const main = page.getByRole("main");
  const formats = main.getByRole("tab");
  await expect(formats.first()).toBeVisible();
  for (const format of await formats.all()) {
    await format.click();
    const text = await main.getByRole("tabpanel").locator("pre").textContent();
    await main.getByRole("button", { name: /^Copy/ }).click();
    const copied = await page.evaluate(() => navigator.clipboard.readText());
    expect(copied).toContain("Made by Flipbit on");
    expect(copied).toContain(page.url().split("#")[1]?.split("&format")[0]);
    // An empty line is shown as a space, so that it has a height.
    expect(copied.trimEnd()).toBe(text?.replace(/^ $/gm, "").trimEnd());

    const download = page.waitForEvent("download");
    await main.getByRole("button", { name: "Download" }).click();
    expect(await readFile(await (await download).path(), "utf8")).toBe(copied);
  }
});

test("what libvirt cannot say is listed", async ({ page }) => {
  await open(page, `${LINK}&format=libvirt-fragment`);
  await expect(page.getByRole("region", { name: /^Left out/ })).toContainText("kvm-asyncpf-int");
});

test("long lines wrap when asked, and stay so", async ({ page }) => {
  await open(page, LINK);
  await page.getByRole("checkbox", { name: "Wrap lines" }).check();
  await page.reload();
  await expect(page.getByRole("checkbox", { name: "Wrap lines" })).toBeChecked();
});

test("copying works where the clipboard is forbidden", async ({ page, context }) => {
  await context.grantPermissions(["clipboard-read"]);
  await page.addInitScript(() => {
    navigator.clipboard.writeText = () => Promise.reject(new Error("forbidden"));
  });
  await open(page);
  await page.getByRole("button", { name: "Copy the QEMU command line" }).click();
  await expect(page.getByRole("contentinfo")).toContainText("Copied");
  expect(await page.evaluate(() => navigator.clipboard.readText())).toContain("qemu-system-x86_64");
});

test("an older release of the target changes the snippet and what is left out", async ({ page }) => {
  await open(page, "#v=1&view=snippets&format=proxmox&set=hv-relaxed=on,hv-tlbflush=on,hv-vpindex=on");
  const main = page.getByRole("main");
  const code = main.getByRole("tabpanel").locator("pre");
  await expect(code).toContainText("Made by Flipbit on");
  const newest = await code.textContent();
  const releases = main.getByRole("combobox", { name: "Release of the target" });
  const oldest = await releases.getByRole("option").last().getAttribute("value");
  await releases.selectOption(oldest ?? "");
  await expect(page).toHaveURL(new RegExp(`target=${oldest ?? ""}`));
  await expect(code).not.toHaveText(newest ?? "");
  await main.getByRole("tab", { name: "Report (Markdown)" }).click();
  await expect(releases).toHaveCount(0);
  await expect(page).not.toHaveURL(/target=/);
});
