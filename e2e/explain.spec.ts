// A configuration is pasted, typed, dropped or chosen: explained in place, judged, repaired, and taken into the explorer.
import { readFileSync } from "node:fs";
import { expect, test, type Page } from "@playwright/test";
import { expectAccessible, open } from "./open.ts";

test.describe.configure({ timeout: 120_000 });

const LINK = "#v=1&view=explain";
const LINE = "qemu-system-x86_64 -m 8G -machine q35,accel=kvm -cpu host,hv_relaxed,hv_vpindex,hv_stimer -vga qxl";

const editor = (page: Page) => page.getByRole("textbox", { name: "Text to explain" });
const findings = (page: Page) => page.getByRole("list", { name: "Findings" });
const items = (page: Page) => findings(page).locator(":scope > li");
const card = (page: Page, name: string) => page.getByRole("region", { name, exact: true });
const inspector = (page: Page) => page.getByRole("complementary", { name: "Inspector" });
const command = (page: Page) => page.getByLabel("QEMU command line", { exact: true });
const overflow = () => document.documentElement.scrollWidth - document.documentElement.clientWidth;

/** Pastes as a reader does: the browser hands the text to the page at once. */
async function paste(page: Page, text: string, link = LINK): Promise<void> {
  await open(page, link);
  await editor(page).focus();
  await page.keyboard.insertText(text);
}

test("a command line: taken for one, a dependency found, mended by one press, and back by undo", async ({ page }) => {
  await paste(page, LINE);
  await expect(page.getByRole("combobox", { name: "Taken for" })).toContainText("QEMU command line, by its content");
  const missing = items(page).filter({ hasText: "DEP-MISSING" });
  await expect(missing).toContainText("hv-stimer needs hv-time, hv-synic");
  await expect(missing.getByRole("insertion")).toHaveText("hv_time,hv_synic,");
  await missing.getByRole("button", { name: "Evidence" }).click();
  await expect(missing.getByRole("link", { name: /hv-stimer\.json/ })).toBeVisible();
  await expectAccessible(page);

  await missing.getByRole("button", { name: "Add hv-time, hv-synic" }).click();
  await expect(editor(page)).toContainText("hv_vpindex,hv_time,hv_synic,hv_stimer -vga qxl");
  await expect(missing).toHaveCount(0);
  await editor(page).press("Control+z");
  await expect(editor(page)).toContainText("hv_vpindex,hv_stimer -vga qxl");
  await expect(missing).toHaveCount(1);
});

test("all safe fixes are made together, everything else stays", async ({ page }) => {
  await open(page, LINK);
  await page.getByRole("button", { name: /^Windows, flags from 2012/ }).click();
  await expect(items(page).filter({ hasText: "UNKNOWN-FLAG" })).toContainText("hv-vgindex");
  await page.getByRole("button", { name: /^Fix all safe ones/ }).click();
  await expect(editor(page)).toContainText("hv_vpindex,hv_time,hv_synic,hv_stimer,kvm=off \\");
  await expect(editor(page)).toContainText("-drive file=win10.qcow2,if=virtio -vga qxl");
  await expect(editor(page)).not.toContainText("hv-vgindex");
  await expect(page.getByRole("button", { name: /^Fix all safe ones/ })).toHaveCount(0);
});

test("a token tells what it means: by pointer, by cursor, and from the list", async ({ page }) => {
  await paste(page, `${LINE.replace("hv_stimer", "hv_time,kvm-pv-eoi=on,+aes")}`);
  await editor(page).getByText("hv_time").hover();
  await expect(inspector(page)).toContainText("hv_time");
  await expect(inspector(page)).toContainText("The journey of the bit", { ignoreCase: true });
  await page.getByText(/tokens as a list/).click();
  const list = page.getByRole("list").filter({ hasText: "kvm-pv-eoi" });
  await list.getByRole("button", { name: "aes" }).click();
  await expect(editor(page)).toBeFocused();
  await page.mouse.move(0, 0);
  await expect(inspector(page)).toContainText("An ordinary flag of the processor");
  await expect(inspector(page)).toContainText("0x00000001 ECX[25]");
});

test("libvirt XML is read, and repaired where it stands", async ({ page }) => {
  await open(page, LINK);
  await page.getByRole("button", { name: /^libvirt domain/ }).click();
  await expect(page.getByRole("combobox", { name: "Taken for" })).toContainText("libvirt");
  await items(page).getByRole("button", { name: "Add hv-vpindex" }).click();
  await expect(editor(page)).toContainText("<vpindex state='on'/>");
  await page.getByRole("button", { name: /^Fix all safe ones/ }).click();
  await expect(editor(page)).toContainText("<timer name='hypervclock' present='yes'/>");
  await expect(editor(page)).toContainText("<memory unit='GiB'>8</memory>");
  await expect(items(page).filter({ hasText: "DEP-MISSING" })).toHaveCount(0);
});

const OTHERS = [
  ["KubeVirt instance", "KubeVirt", "DEP-MISSING"],
  ["Proxmox VE", "Proxmox", "MODEL-ADVICE"],
  ["A start that fails", "log", "LOG-MESSAGE"],
  ["The value of -cpu alone", "-cpu", "PAIR-HINT"],
] as const;

for (const [title, kind, rule] of OTHERS) {
  test(`${title}: taken for what it is, with findings`, async ({ page }) => {
    await open(page, LINK);
    await page.getByRole("button", { name: title }).click();
    await expect(page.getByRole("combobox", { name: "Taken for" })).toContainText(kind);
    await expect(items(page).filter({ hasText: rule })).not.toHaveCount(0);
    await expectAccessible(page);
  });
}

test("a rule's id leads to its page, and Back to the text", async ({ page }) => {
  await paste(page, LINE);
  await items(page).getByRole("link", { name: "DEP-MISSING" }).first().click();
  await expect(page.getByRole("main")).toContainText("DEP-MISSING");
  await expect(page).toHaveURL(/page=rule:DEP-MISSING/);
  await page.goBack();
  await expect(editor(page)).toContainText("hv_stimer");
});

test("the kind can be corrected, and what is no configuration is said", async ({ page }) => {
  await paste(page, "Dear list, my guest is slow.");
  await expect(page.getByText("This looks like none of the formats that Flipbit reads.")).toBeVisible();
  await page.getByRole("combobox", { name: "Taken for" }).selectOption("value of -cpu");
  await expect(page.getByText("This looks like none of the formats")).toHaveCount(0);
  await page.getByRole("combobox", { name: "Taken for" }).selectOption("");
  await page.getByRole("button", { name: "Clear", exact: true }).click();
  await expect(page.getByRole("heading", { name: "Or look at one of these" })).toBeVisible();
});

test("what is told beside the text decides, and is in the link; the text is not", async ({ page }) => {
  await paste(page, "host,migratable=no,+invtsc,hv_passthrough");
  await page.getByText(/^Judged for/).click();
  await page.getByRole("checkbox", { name: "It is to be migrated or saved" }).check();
  await expect(page).toHaveURL(/migrates=on/);
  await page.getByRole("radio", { name: "Windows" }).last().check({ force: true });
  await expect(page).toHaveURL(/pasted-guest=windows/);
  await expect(items(page).filter({ hasText: "MIG-BLOCK" }).first()).toContainText("invtsc");
  expect(page.url()).not.toContain("passthrough");
  await page.reload();
  await expect(editor(page)).toContainText("hv_passthrough");
  await expect(findings(page)).toBeVisible();
});

test("the machine is taken over, and Back gives the one before back", async ({ page }) => {
  await paste(page, LINE);
  await expect(command(page)).not.toContainText("hv-stimer");
  await page.getByRole("button", { name: "Take over into the explorer" }).click();
  await expect(command(page)).toContainText("-cpu host");
  await expect(command(page)).toContainText(/hv[-_]stimer/);
  await expect(page).toHaveURL(/view=explain/);
  await page.goBack();
  await expect(command(page)).not.toContainText(/hv[-_]stimer/);
  await expect(editor(page)).toContainText("hv_stimer");
});

test("of several machines one is picked and exported", async ({ page }) => {
  await paste(page, `${LINE}\n${LINE.replace("host,", "EPYC,")}\n`);
  const machine = card(page, "Machine in the text");
  await machine.getByRole("combobox", { name: "Which virtual machine" }).selectOption({ index: 1 });
  await expect(machine).toContainText("EPYC");
  await machine.getByRole("combobox", { name: "Export as" }).selectOption("libvirt, whole domain");
  await expect(page).toHaveTitle("Snippets · Flipbit");
  await expect(page.getByRole("tabpanel", { name: "libvirt, whole domain" })).toContainText("EPYC");
  await page.goBack();
  await expect(page).toHaveTitle("Explain · Flipbit");
  await expect(editor(page)).toContainText("EPYC");
});

test("a profile is shown as what it would change, then put into the text", async ({ page }) => {
  await paste(page, "qemu-system-x86_64 -machine q35,accel=kvm -cpu host,hv_relaxed,hv_time -vga qxl");
  const machine = card(page, "Machine in the text");
  await machine.getByRole("combobox", { name: "Upgrade to a profile" }).selectOption("windows-recommended");
  const offer = page.getByRole("group", { name: "Upgrade to Windows: recommended" });
  await expect(offer.getByRole("insertion").first()).toContainText("hv_stimer");
  await expectAccessible(page);
  await expect(editor(page)).not.toContainText("hv_stimer");
  await offer.getByRole("button", { name: "Make these changes" }).click();
  await expect(editor(page)).toContainText(/host,hv_relaxed,hv_time,.*hv_stimer.* -vga qxl/);
  await machine.getByRole("combobox", { name: "Upgrade to a profile" }).selectOption("windows-recommended");
  await expect(offer).toContainText("nothing would change");
});

test("a CPUID dump goes on to the CPUID view", async ({ page }) => {
  await open(page, LINK);
  await page.getByRole("button", { name: /^CPUID dump/ }).click();
  await expect(page.getByText("This is a CPUID dump")).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("button", { name: "Open in the CPUID view" }).click();
  await expect(page.getByRole("textbox", { name: "CPUID dump" })).toHaveValue(/0x4b4d564b/);
  await expect(page.getByText("KVM KVMKVMKVM at 0x40000000")).toBeVisible();
});

test("a file is chosen; one with other line ends and odd bytes stays what it is", async ({ page }) => {
  await open(page, LINK);
  const text = `# a\r\n${LINE}\r\n\0\u202e end\r\n`;
  await page
    .getByLabel("Choose a file to explain")
    .setInputFiles({ name: "vm.sh", mimeType: "text/plain", buffer: Buffer.from(text) });
  await expect(page.getByText("vm.sh · 1 error")).toBeVisible();
  await page.getByRole("button", { name: "Add hv-time, hv-synic" }).click();
  await expect(editor(page)).toContainText("hv_time,hv_synic,hv_stimer");
  const kept = await page.evaluate(() => sessionStorage.getItem("flipbit.explain"));
  expect(kept).toBe(text.replace("hv_stimer", "hv_time,hv_synic,hv_stimer"));
});

test("hostile text is text: nothing of it runs, nothing is asked of anybody", async ({ page, baseURL }) => {
  const errors: string[] = [];
  const foreign: string[] = [];
  page.on("pageerror", (error) => errors.push(error.message));
  page.on("request", (request) => foreign.push(request.url()));
  await page.addInitScript(() => Object.assign(window, { ran: false }));
  const evil = `<img src=x onerror="window.ran=true"><script>window.ran=true</script>`;
  await paste(
    page,
    `qemu-system-x86_64 -machine '${evil}' -cpu 'host,${evil},\ud800,hv_stimer=${evil}' \0\n<name>${evil}</name>`,
  );
  await expect(findings(page)).toBeVisible();
  await page.getByText(/as a list, each/).click();
  await expect(page.getByRole("list").filter({ hasText: "hv_stimer" }).first()).toBeVisible();
  expect(await page.evaluate(() => Reflect.get(window, "ran"))).toBe(false);
  expect(errors).toEqual([]);
  expect(foreign.filter((url) => !url.startsWith(baseURL ?? "") && !url.startsWith("data:"))).toEqual([]);
});

test("ten megabytes are read by a worker while the page goes on, and can be cancelled", async ({ page }) => {
  await open(page, LINK);
  const workers: string[] = [];
  page.on("worker", (worker) => workers.push(worker.url()));
  const big = `${LINE} ${"-device virtio-net-pci,id=n ".repeat(150)}\n`.repeat(2300);
  expect(big.length).toBeGreaterThan(9_500_000);
  const file = { name: "big.log", mimeType: "text/plain", buffer: Buffer.from(big) };
  await page.getByLabel("Choose a file to explain").setInputFiles(file);
  await page.getByRole("button", { name: "Cancel" }).click();
  await expect(page.getByText("Stopped: this text is not explained.")).toBeVisible();
  await page.getByRole("button", { name: "Explain it" }).click();
  await expect(page.getByText(/2300 virtual machines/)).toBeVisible({ timeout: 90_000 });
  await expect(page.getByRole("button", { name: /Show more/ })).toBeVisible();
  expect(workers.length).toBeGreaterThan(0);
  await editor(page).press("Control+End");
  await expect(page.getByText("hv_stimer").last()).toBeVisible();
});

test("by keyboard: Tab leaves the text, F8 goes from finding to finding, arrows through the list", async ({ page }) => {
  await page.emulateMedia({ colorScheme: "dark" });
  await paste(page, LINE);
  await expect(findings(page)).toBeVisible();
  await editor(page).press("Control+Home");
  await page.keyboard.press("F8");
  await page.mouse.move(0, 0);
  await expect(inspector(page)).toContainText("hv_");
  await page.keyboard.press("Shift+F8");
  await page.keyboard.press("Tab");
  await expect(editor(page)).not.toBeFocused();
  for (let presses = 0; presses < 8; presses += 1) {
    if (await findings(page).evaluate((list) => list.contains(document.activeElement))) break;
    await page.keyboard.press("Tab");
  }
  await page.keyboard.press("ArrowDown");
  expect(
    await items(page)
      .nth(1)
      .evaluate((item) => item.contains(document.activeElement)),
  ).toBe(true);
  await page.keyboard.press("ArrowUp");
  const place = items(page)
    .first()
    .getByRole("button", { name: /^Go to line and column/ });
  await place.focus();
  await page.keyboard.press("Enter");
  await expect(editor(page)).toBeFocused();
  await expectAccessible(page, ["color-contrast"]);
});

test("the editor comes with its view and not before", async ({ page }) => {
  const asked: string[] = [];
  page.on("request", (request) => asked.push(request.url()));
  await open(page);
  await page.waitForLoadState("networkidle");
  expect(asked.filter((url) => url.includes("explain"))).toEqual([]);
  await page.getByRole("link", { name: "Explain" }).click();
  await expect(editor(page)).toBeVisible();
});

test.describe("on a phone", () => {
  test.use({ viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true });

  test("nothing scrolls sideways, a tap explains a token", async ({ page }) => {
    await open(page, LINK);
    expect(await page.evaluate(overflow)).toBe(0);
    await page.getByRole("button", { name: /^Windows, flags from 2012/ }).tap();
    await expect(findings(page)).toBeVisible();
    expect(await page.evaluate(overflow)).toBe(0);
    await editor(page).getByText("hv_vapic").tap();
    await expect(page.getByRole("status").filter({ hasText: "hv_vapic" })).toBeVisible();
    await expectAccessible(page);
  });
});

test("an observed guest of the catalogue is a dump too", async ({ page }) => {
  await paste(page, readFileSync(new URL("../src/formats/cpuid-dump/captured/cpuid-r.txt", import.meta.url), "utf8"));
  await expect(page.getByText("This is a CPUID dump")).toBeVisible();
});
