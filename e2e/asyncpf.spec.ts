import { expect, test } from "@playwright/test";
import { open } from "./open.ts";

// A busy machine takes its time over a large grid.
test.describe.configure({ timeout: 120_000 });

test.use({ permissions: ["clipboard-read", "clipboard-write"] });

test("from a host that lacks kvm-asyncpf-int to one where a flip brings it, and back by the link", async ({ page }) => {
  await open(page);
  const panel = page.getByRole("complementary", { name: "Virtual machine and host" });
  const inspector = page.getByRole("complementary", { name: "Inspector" });
  const dock = page.getByRole("contentinfo");

  await test.step("choose pc-q35-7.2, Skylake-Server and a 5.4 host", async () => {
    await panel.getByLabel("Machine type").selectOption("pc-q35-7.2");
    await panel.getByLabel("CPU model").selectOption("Skylake-Server");
    await panel.getByLabel("Platform").selectOption({ label: "Upstream Linux" });
    await panel.getByLabel("Linux", { exact: true }).and(panel.getByRole("combobox")).selectOption("5.4");
  });

  await test.step("read why kvm-asyncpf-int is not to be had", async () => {
    await page.getByRole("gridcell", { name: /^kvm-asyncpf-int, Linux .*: not here/, selected: true }).click();
    await expect(inspector).toContainText("not here");
    await expect(inspector).toContainText("KVM reports it since Linux 5.8; this host runs Linux 5.4");
    const bit = dock.getByRole("button", { name: /^EAX bit 14, kvm-asyncpf-int: clear/ });
    await expect(bit).toHaveAttribute("aria-disabled", "true");
  });

  await test.step("move to a 6.12 host and flip the bit", async () => {
    await panel.getByLabel("Linux", { exact: true }).and(panel.getByRole("combobox")).selectOption("6.12");
    await expect(inspector).toContainText("off, one flag away");
    await dock.getByRole("button", { name: /^EAX bit 14, kvm-asyncpf-int/ }).click();
    await expect(dock.getByRole("button", { name: "EAX bit 14, kvm-asyncpf-int: set" })).toHaveAttribute(
      "aria-pressed",
      "true",
    );
    await expect(dock).toContainText("Added +kvm-asyncpf-int");
    await expect(inspector).toContainText("on, as asked");
    await expect(page.getByRole("gridcell", { name: /^kvm-asyncpf-int, Linux .*: on/, selected: true })).toBeVisible();
  });

  await test.step("see it in QEMU's line, and what libvirt can say", async () => {
    const line = dock.getByLabel("QEMU command line", { exact: true });
    await expect(line).toContainText("-machine pc-q35-7.2,accel=kvm -cpu Skylake-Server,+kvm-asyncpf-int");
    await expect(line.getByRole("insertion")).toHaveText(/\+kvm-asyncpf-int/);
    await dock.getByRole("button", { name: "Copy the QEMU command line" }).click();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toContain("Skylake-Server,+kvm-asyncpf-int");
    await dock.getByRole("tab", { name: "libvirt" }).click();
    await expect(dock.getByRole("tabpanel")).toContainText("kvm-asyncpf-int");
  });

  await test.step("reload from the address: the same state", async () => {
    expect(page.url()).toContain("set=+kvm-asyncpf-int");
    await page.reload();
    await expect(panel.getByLabel("Machine type")).toHaveValue("pc-q35-7.2");
    await expect(panel.getByLabel("Linux", { exact: true }).and(panel.getByRole("combobox"))).toHaveValue("6.12");
    await expect(dock.getByLabel("QEMU command line", { exact: true })).toContainText("+kvm-asyncpf-int");
    await expect(dock.getByRole("button", { name: "EAX bit 14, kvm-asyncpf-int: set" })).toBeVisible();
  });
});
