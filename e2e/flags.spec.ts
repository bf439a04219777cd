import { expect, test } from "@playwright/test";
import { open } from "./open.ts";

test("flags are added, judged, removed and reset", async ({ page }) => {
  await open(page);
  const panel = page.getByRole("complementary", { name: "Virtual machine and host" });
  const line = page.getByLabel("QEMU command line", { exact: true });
  const input = panel.getByLabel("Add -cpu flags");

  await input.fill("hv time");
  await panel.getByRole("button", { name: "Add", exact: true }).click();
  await expect(panel.getByRole("alert")).toContainText("“hv time” is not a flag");
  await input.fill("+kvm-pv-unhalt,hv_relaxed");
  await expect(panel.getByRole("alert")).toHaveCount(0);
  await input.press("Enter");
  await expect(line).toContainText("+kvm-pv-unhalt,hv_relaxed=on");

  await input.fill("hv-stimer");
  await input.press("Enter");
  await expect(panel).toContainText("QEMU does not start it");
  await expect(panel.getByRole("region", { name: "Problems" })).toContainText(/requires/i);
  await panel.getByRole("button", { name: "Remove hv-stimer=on" }).click();
  await expect(panel.getByRole("region", { name: "Problems" })).toHaveCount(0);

  await panel.getByRole("button", { name: "Reset to QEMU's defaults" }).click();
  await expect(line).not.toContainText("kvm-pv-unhalt");
});

test("a flip brings the dependencies along", async ({ page }) => {
  await open(page, "#v=1&focus=hv-stimer");
  await page.getByRole("button", { name: "Flip the bit" }).click();
  const line = page.getByLabel("QEMU command line", { exact: true });
  for (const flag of ["hv-stimer=on", "hv-synic=on", "hv-time=on", "hv-vpindex=on"])
    await expect(line).toContainText(flag);
  await expect(page.getByRole("complementary", { name: "Inspector" })).toContainText("on, as asked");
});
