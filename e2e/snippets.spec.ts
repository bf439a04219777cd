import { readFile } from "node:fs/promises";
import { expect, test, type Page } from "@playwright/test";
import { FORMATS } from "#formats/index.ts";
import { open } from "./open.ts";
import { READERS } from "./read-back.ts";

const LINK = "#v=1&view=snippets&set=+kvm-asyncpf-int,hv-relaxed=on";

/** A value that tries to leave each of the formats; no longer than a vendor id may be. */
const HOSTILE = "'\"$(x)`]]>\n<";

const code = (page: Page) => page.getByRole("main").getByRole("tabpanel").locator("pre");
const copyButton = (page: Page) => page.getByRole("main").getByRole("button", { name: /^Copy/ });

async function copied(page: Page): Promise<string> {
  await copyButton(page).click();
  await expect(copyButton(page)).toHaveText("Copied");
  return page.evaluate(() => navigator.clipboard.readText());
}

/** What each format says of a hostile vendor id; those not named leave it out and say so. */
const VENDOR: Readonly<Record<string, string>> = {
  "qemu-argv": `hv-vendor-id=${HOSTILE}`,
  "qemu-line": `hv-vendor-id=${HOSTILE}`,
  "qemu-cpu": `hv-vendor-id=${HOSTILE}`,
  "qemu-qmp": `arguments.model.props.hv-vendor-id=${HOSTILE}`,
  "libvirt-fragment": `vendor_id state=on value=${HOSTILE}`,
  "libvirt-domain": `vendor_id state=on value=${HOSTILE}`,
  "virt-install": `./features/hyperv/vendor_id/@value=${HOSTILE}`,
  "virt-xml": `./features/hyperv/vendor_id/@value=${HOSTILE}`,
  "kubevirt-vmi": `spec.domain.features.hyperv.vendorid.vendorid=${HOSTILE}`,
  "kubevirt-preference": `spec.features.preferredHyperv.vendorid.vendorid=${HOSTILE}`,
  report: `hv-vendor-id=${HOSTILE}`,
  json: `hv-vendor-id=${HOSTILE}`,
};

for (const format of FORMATS) {
  test(`${format.title}: copied and downloaded as it is shown, and read by a parser`, async ({ page, context }) => {
    await context.grantPermissions(["clipboard-read", "clipboard-write"]);
    const set = encodeURIComponent(`hv-relaxed=on,hv-vendor-id=${HOSTILE}`);
    await open(page, `#v=1&view=snippets&cpu=EPYC&set=${set}&format=${format.id}`);
    const main = page.getByRole("main");
    await expect(main.getByRole("tab", { selected: true })).toHaveText(format.tool);
    await expect(code(page)).toContainText("Made by Flipbit on");
    const text = await copied(page);
    expect(await code(page).textContent()).toBe(text);

    const download = page.waitForEvent("download");
    await main.getByRole("button", { name: "Download" }).click();
    expect(await readFile(await (await download).path(), "utf8")).toBe(text);
    expect((await download).suggestedFilename()).toBe(await code(page).getAttribute("aria-label"));

    const items = READERS[format.id]?.(text) ?? [];
    expect(items.length).toBeGreaterThan(1);
    const vendor = VENDOR[format.id];
    if (vendor === undefined)
      await expect(page.getByRole("region", { name: /^Left out/ })).toContainText("hv-vendor-id");
    expect(items.filter((item) => item.includes("$(x)"))).toEqual(vendor === undefined ? [] : [vendor]);
  });
}

test("the tools are tabs, and a tool's forms one bar", async ({ page }) => {
  await open(page, LINK);
  const main = page.getByRole("main");
  await main.getByRole("tab", { name: "libvirt", exact: true }).click();
  await expect(page).toHaveURL(/format=libvirt-fragment/);
  await main.getByRole("radio", { name: "whole domain" }).check();
  await expect(code(page)).toContainText("<domain");
  await main.getByRole("tab", { name: "oVirt" }).click();
  await expect(main.getByRole("group", { name: /^Form for/ })).toHaveCount(0);
  await expect(code(page)).toContainText("<vm>");
});

test("the link in the header opens the very same snippet", async ({ page, context }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  const set = encodeURIComponent("hv-relaxed=on,hv-tlbflush=on,-mpx");
  await open(page, `#v=1&view=snippets&machine=pc&cpu=EPYC&set=${set}&vcpus=4&format=proxmox&target=8.0&diff=defaults`);
  const text = await copied(page);
  const link = /Open it again: (\S+)/.exec(text)?.[1] ?? "";
  const other = await context.newPage();
  await other.goto(link);
  await expect(code(other)).toContainText("qm set 100");
  expect(await copied(other)).toBe(text);
});

test("what libvirt cannot say is listed", async ({ page }) => {
  await open(page, `${LINK}&format=libvirt-fragment`);
  await expect(page.getByRole("region", { name: /^Left out/ })).toContainText("kvm-asyncpf-int");
});

test("beside the defaults, signs and words tell what came and went; copied by hand it is the snippet alone", async ({
  page,
  context,
}) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await open(page, "#v=1&view=snippets&format=qemu-argv&cpu=EPYC&set=hv-relaxed=on");
  const text = await copied(page);
  await page.getByRole("radio", { name: "vs defaults" }).check();
  await expect(page).toHaveURL(/diff=defaults/);
  const came = code(page).getByRole("insertion");
  await expect(came).toHaveText(/^Added:\s+-cpu EPYC,hv-relaxed=on/);
  await expect(came.locator("mark")).toHaveText(",hv-relaxed=on");
  await expect(code(page).getByRole("deletion")).toHaveText(/^Removed:\s+-cpu EPYC/);
  await expect(page.getByRole("main")).toContainText("Against QEMU's defaults: 1 line added, 1 line removed.");

  await code(page).click();
  await page.evaluate(() => getSelection()?.selectAllChildren(document.querySelector("pre code") ?? document.body));
  await page.keyboard.press("ControlOrMeta+c");
  const header = /\n# Open it again.*/;
  const byHand = await page.evaluate(() => navigator.clipboard.readText());
  expect(byHand.replace(header, "").trimEnd()).toBe(text.replace(header, "").trimEnd());
});

test("beside the last copy, each format has its own", async ({ page, context }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await open(page, "#v=1&view=snippets&format=libvirt-domain&diff=copy&set=hv-relaxed=on,hv-vpindex=on");
  const main = page.getByRole("main");
  await expect(main).toContainText("Nothing was copied or downloaded in this format yet.");
  await copied(page);
  await expect(main).toContainText("No line differs");
  await page.getByRole("button", { name: "Remove hv-vpindex=on" }).click();
  await expect(code(page).getByRole("deletion")).toContainText("<vpindex state='on'/>");
  await expect(code(page).getByRole("insertion")).toHaveCount(0);
  await main.getByRole("radio", { name: "parts of a domain" }).check();
  await expect(main).toContainText("Nothing was copied or downloaded in this format yet.");
});

test("what a change elsewhere made new is marked until the next one", async ({ page }) => {
  await page.emulateMedia({ reducedMotion: "reduce" });
  await open(page, "#v=1&view=snippets&format=libvirt-domain&set=hv-relaxed=on");
  const marked = code(page).getByRole("insertion");
  await expect(code(page)).toContainText("<relaxed");
  await expect(marked).toHaveCount(0);
  const tab = (name: string) => page.getByRole("banner").getByRole("link", { name });
  await tab("CPUID")
    .or(page.getByRole("button", { name: "CPUID" }))
    .first()
    .click();
  const flags = page.getByLabel("Add -cpu flags");
  await flags.fill("hv-vpindex");
  await flags.press("Enter");
  await tab("Snippets")
    .or(page.getByRole("button", { name: "Snippets" }))
    .first()
    .click();
  await expect(marked).toHaveText(/^Added:\s+<vpindex state='on'\/>\s*$/);
  expect(await marked.evaluate((line) => getComputedStyle(line).animationName)).toBe("none");
  await page.getByRole("button", { name: "Remove hv-vpindex=on" }).click();
  await expect(marked).toHaveCount(0);
  await expect(code(page)).toContainText("A line was removed here.");
  await expect(page.getByRole("main")).toContainText("By the last change: 1 line gone.");
});

test("long lines wrap when asked, and stay so; on a phone they wrap by themselves", async ({ page, browser }) => {
  await open(page, LINK);
  const wrap = page.getByRole("checkbox", { name: "Wrap lines" });
  await expect(wrap).not.toBeChecked();
  await wrap.check();
  await page.reload();
  await expect(wrap).toBeChecked();
  const phone = await browser.newPage({ viewport: { width: 360, height: 740 } });
  await open(phone, LINK);
  await expect(phone.getByRole("checkbox", { name: "Wrap lines" })).toBeChecked();
  expect(await code(phone).evaluate((text) => text.scrollWidth - text.clientWidth)).toBe(0);
  await phone.close();
});

/** Takes the permission to write away, as a reader or an administrator can. */
async function forbidClipboard(page: Page): Promise<void> {
  const session = await page.context().newCDPSession(page);
  const { targetInfo } = await session.send("Target.getTargetInfo");
  const where = targetInfo.browserContextId === undefined ? {} : { browserContextId: targetInfo.browserContextId };
  for (const allowWithoutSanitization of [true, false]) {
    const permission = { name: "clipboard-write", allowWithoutSanitization };
    await session.send("Browser.setPermission", { permission, setting: "denied", ...where });
  }
  await page.context().grantPermissions(["clipboard-read"]);
}

test("copying works where the clipboard is forbidden", async ({ page }) => {
  await open(page, LINK);
  await forbidClipboard(page);
  expect(await page.evaluate(() => navigator.clipboard.writeText("x").then(String, () => "denied"))).toBe("denied");
  expect(await copied(page)).toBe(await code(page).textContent());
  await page.getByRole("button", { name: "Copy the QEMU command line" }).click();
  await expect(page.getByRole("contentinfo")).toContainText("Copied");
  expect(await page.evaluate(() => navigator.clipboard.readText())).toMatch(/^qemu-system-x86_64/);
});

test("where no way to copy is left, the text is selected", async ({ page }) => {
  await page.addInitScript(() => {
    document.execCommand = () => false;
  });
  await open(page, LINK);
  await forbidClipboard(page);
  await copyButton(page).click();
  await expect(copyButton(page)).toHaveText("Selected");
  expect((await page.evaluate(() => getSelection()?.toString()))?.trimEnd()).toBe(
    (await code(page).textContent())?.trimEnd(),
  );
});

test("an older release of the target changes the snippet and what is left out", async ({ page }) => {
  await open(page, "#v=1&view=snippets&format=proxmox&set=hv-relaxed=on,hv-tlbflush=on,hv-vpindex=on");
  const main = page.getByRole("main");
  await expect(code(page)).toContainText("Made by Flipbit on");
  const newest = await code(page).textContent();
  const releases = main.getByRole("combobox", { name: "Release of the target" });
  const oldest = await releases.getByRole("option").last().getAttribute("value");
  await releases.selectOption(oldest ?? "");
  await expect(page).toHaveURL(new RegExp(`target=${oldest ?? ""}`));
  await expect(code(page)).not.toHaveText(newest ?? "");
  await main.getByRole("tab", { name: "Report" }).click();
  await expect(releases).toHaveCount(0);
  await expect(page).not.toHaveURL(/target=/);
});
