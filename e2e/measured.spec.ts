// A host that answered for itself: its file is pasted, wins over the catalogue, and survives a reload in this browser.
import { readFileSync } from "node:fs";
import { expect, test } from "@playwright/test";
import { AMD_LIST, domcapabilities } from "../src/formats/domcapabilities.fixture.ts";
import { expectAccessible, open } from "./open.ts";

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

test("what virsh domcapabilities prints is taken for what it tells, and no more", async ({ page }) => {
  await open(page, "#v=1&set=+hv-relaxed");
  await page.getByRole("button", { name: "Use a measured host" }).click();
  const text = page.getByRole("textbox", { name: "Paste the file" });
  await text.fill("<capabilities/>");
  await page.getByRole("button", { name: "Use this host" }).click();
  await expect(page.getByRole("alert")).toContainText("this is what virsh capabilities prints");
  await text.fill(domcapabilities({ hyperv: AMD_LIST }));
  await page.getByRole("button", { name: "Use this host" }).click();

  const panel = page.getByRole("complementary", { name: "Virtual machine" });
  await expect(panel).toContainText("virsh domcapabilities");
  await expect(panel).toContainText("Skylake-Server usable");
  await expect(panel.getByRole("combobox", { name: "Linux" })).toHaveValue("");
  await expect(page).toHaveURL(/host=unknown/);
  await expectAccessible(page);
  const inspector = page.getByRole("complementary", { name: "Inspector" });
  await page.goto(`${page.url()}&focus=hv-relaxed`);
  await expect(inspector).toContainText("libvirt lists it");
  await page.goto(page.url().replace("focus=hv-relaxed", "focus=kvm-asyncpf-int"));
  await expect(inspector).toContainText("with Linux 5.8 or newer KVM reports it, with an older one it does not");
  await page.reload();
  await expect(panel).toContainText("virsh domcapabilities");
  await panel.getByRole("combobox", { name: "Linux" }).selectOption("6.12");
  await expect(page).toHaveURL(/host=linux-6.12/);
  await page.getByRole("button", { name: "Use the catalogue instead" }).click();
  await expect(page).not.toHaveURL(/measured=/);
});
