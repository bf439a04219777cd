import { readFileSync } from "node:fs";
import { expect, test } from "@playwright/test";
import { parseTableCsv } from "#formats/table/table-csv.ts";
import { parseTableJson } from "#formats/table/table-json.ts";
import { expectAccessible, open } from "./open.ts";

// A busy machine takes its time over a large table.
test.setTimeout(90_000);
test.use({ actionTimeout: 15_000 });

test("questions, axes and their swap are in the link, and open again", async ({ page }) => {
  await open(page);
  await page.getByRole("combobox", { name: "Question" }).selectOption("What did each QEMU release bring?");
  const card = page.getByRole("region", { name: "Features × QEMU releases" });
  await expect(card.getByRole("grid")).toBeVisible();
  await expect(page).toHaveURL(/columns=qemu&differs=on/);
  await expect(card).toContainText(/\d+ features: \d+ on everywhere/);
  await expect(card.getByRole("gridcell", { name: /^kvm-asyncpf-int, QEMU 5\.2.*: one flag/ })).toBeVisible();
  await page.getByRole("button", { name: "Swap rows and columns" }).click();
  await expect(page.getByRole("region", { name: "QEMU releases × features" })).toBeVisible();
  await expect(page).toHaveURL(/rows=qemu&columns=feature/);
  await page.reload();
  await expect(page.getByRole("region", { name: "QEMU releases × features" }).getByRole("grid")).toBeVisible();
  await expect(page.getByRole("combobox", { name: "Question" })).toHaveValue("own");
  await page.getByRole("combobox", { name: "Columns", exact: true }).selectOption("Hosts");
  await expect(page.getByRole("region", { name: "QEMU releases × hosts" })).toBeVisible();
  await page.getByRole("radio", { name: "One feature" }).check();
  await expect(page).toHaveURL(/cells=feature/);
});

test("a column of releases moves the VM's QEMU", async ({ page }) => {
  await open(page, "#v=1&columns=qemu&fold=off&host=linux-6.12&qemu=5.2&libvirt=7.0");
  const cell = page.getByRole("gridcell", { name: "kvm-asyncpf-int, QEMU 5.1: not here" });
  await cell.hover();
  const inspector = page.getByRole("complementary", { name: "Inspector" });
  await expect(inspector).toContainText("this host has 5.1");
  await cell.click();
  await expect(page).toHaveURL(/qemu=5\.1/);
  await expect(cell).toHaveAttribute("aria-selected", "true");
});

test("the legend keeps the rows that have a state, and fades the rest", async ({ page }) => {
  await open(page);
  const grid = page.getByRole("grid");
  const rows = async () => Number(await grid.getAttribute("aria-rowcount"));
  const before = await rows();
  const entry = page.getByRole("list", { name: /^Legend/ }).getByRole("button", { name: "one flag" });
  await entry.click();
  await expect(entry).toHaveAttribute("aria-pressed", "true");
  await expect(page).toHaveURL(/states=opt-in/);
  await expect.poll(rows).toBeLessThan(before);
  await expect(grid.getByRole("gridcell", { name: /^kvmclock,/ })).toHaveCount(0);
  await entry.click();
  await expect.poll(rows).toBe(before);
});

test("folds and groups open, and differences alone remain", async ({ page }) => {
  await open(page, "#v=1&rows=machine");
  const grid = page.getByRole("grid");
  await grid.getByText(/^pc-q35-1\.4 … 2\.3$/).click();
  await expect(grid.getByRole("gridcell", { name: "pc-q35-1.5, Linux 4.4: no start" })).toBeVisible();
  await expect(page).toHaveURL(/open-rows=pc-q35-/);
  await page.getByLabel("Differs only").check();
  await expect(page.getByText(/113 machine types, but only \d kinds/)).toBeVisible();
  await expect(grid.getByText(/types alike/).first()).toBeVisible();
  await page.getByLabel("Differs only").uncheck();
  await page.getByLabel("Fold equal").uncheck();
  await expect(page).toHaveURL(/fold=off/);
  await expect.poll(async () => Number(await grid.getAttribute("aria-rowcount"))).toBeGreaterThan(113);
});

test("a column sorts, and rows and columns are pinned", async ({ page }) => {
  await open(page, "#v=1&rows=cpu&columns=host&fold=off");
  const grid = page.getByRole("grid");
  const head = grid.getByRole("columnheader", { name: /^Debian 12/ });
  await head.getByRole("button").click();
  await expect(head).toHaveAttribute("aria-sort", "descending");
  await expect(page).toHaveURL(/sort=debian-12/);
  await head.getByRole("button").click();
  await expect(head).toHaveAttribute("aria-sort", "ascending");
  await head.getByRole("button").click({ modifiers: ["ControlOrMeta"] });
  await expect(page).toHaveURL(/pin-columns=debian-12/);
  await page.reload();
  await expect(grid.getByRole("columnheader", { name: /^Debian 12/ })).toHaveAttribute("aria-colindex", "2");
  const row = grid.getByRole("rowheader").filter({ hasText: /^kvm64-v1$/ });
  await row.getByText("kvm64-v1", { exact: true }).click({ modifiers: ["ControlOrMeta"] });
  await expect(page).toHaveURL(/pin-rows=kvm64-v1/);
  await expect(row).toHaveAttribute("data-pinned", "");
});

test("a marked cell is compared with the one that is pointed at", async ({ page }) => {
  await open(page);
  const grid = page.getByRole("grid");
  await grid.getByRole("gridcell", { selected: true }).focus();
  await page.keyboard.press("m");
  const card = page.getByRole("region", { name: "Compare" });
  await expect(card).toContainText("Both guests see the same");
  await page.keyboard.press("Home");
  await page.keyboard.press("ArrowRight");
  await expect(card.getByRole("table")).toBeVisible();
  await expect(card.getByRole("row", { name: /kvm-asyncpf-int/ })).toContainText("this host runs Linux 4.4");
  await expect(page).toHaveURL(/mark=kvm-asyncpf-int(\||%7C)debian-12/);
  await expectAccessible(page, ["color-contrast", "aria-required-children", "scrollable-region-focusable"]);
  await card.getByRole("button", { name: "Stop comparing" }).click();
  await expect(card).toHaveCount(0);
});

test("a range says what its cells have in common", async ({ page }) => {
  await open(page);
  await page.getByRole("grid").getByRole("gridcell", { selected: true }).focus();
  await page.keyboard.press("Shift+ArrowLeft");
  await page.keyboard.press("Shift+ArrowUp");
  const card = page.getByRole("region", { name: "The selected cells" });
  await expect(card).toContainText("one flag in all");
  await expect(card).toContainText("kvm-pv-sched-yield");
  await page.keyboard.press("Escape");
  await expect(card).toHaveCount(0);
});

test("rows and columns are picked, and today is moved", async ({ page }) => {
  await open(page, "#v=1&columns=qemu&fold=off");
  await page.getByRole("button", { name: "Pick and filter" }).click();
  const grid = page.getByRole("grid");
  await page.getByRole("group", { name: "Features of" }).getByLabel("Hyper-V").uncheck();
  await expect(page).toHaveURL(/count=kvm,xen,vmware/);
  await expect(grid.getByRole("gridcell", { name: /^hv-relaxed/ })).toHaveCount(0);
  await expectAccessible(page);
  const slider = page.getByRole("slider", { name: "Today is" });
  await slider.focus();
  await page.keyboard.press("Home");
  await expect(page).toHaveURL(/today=2012-01/);
  await expect(page.getByText("No QEMU releases in sight.")).toBeVisible();
  await page.getByRole("button", { name: "Any time" }).click();
  await page
    .getByRole("group", { name: /^Columns/ })
    .getByLabel("QEMU 7.2")
    .check();
  await page
    .getByRole("group", { name: /^Columns/ })
    .getByLabel("QEMU 9.0")
    .check();
  await expect(page).toHaveURL(/pick-columns=7\.2,9\.0/);
  await expect.poll(async () => grid.getAttribute("aria-colcount")).toBe("3");
  await page.getByRole("button", { name: "Show everything again" }).click();
  await expect(page).not.toHaveURL(/pick-columns/);
});

test("the table is taken away as it is in sight", async ({ page, context }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await open(page, "#v=1&rows=machine&columns=feature&differs=on");
  await page.getByRole("button", { name: "Take away" }).click();
  const menu = page.getByRole("group", { name: "Take the table away" });
  await menu.getByRole("button", { name: "Copy as CSV" }).click();
  const csv = await page.evaluate(async () => navigator.clipboard.readText());
  expect(csv.split("\r\n")[0]).toContain("kvm-msi-ext-dest-id");
  expect(csv).toContain("rows=machine&columns=feature&differs=on");
  const parsed = parseTableCsv(csv);
  expect(parsed.ok && parsed.value.columns.map((column) => column.id)).toEqual(["kvm-msi-ext-dest-id"]);
  const loading = page.waitForEvent("download");
  await menu.getByRole("button", { name: "Download as JSON" }).click();
  const file = await (await loading).path();
  const json = parseTableJson(readFileSync(file, "utf8"));
  expect(json.ok && json.value).toEqual(parsed.ok && { ...parsed.value });
});

test("a part of the map opens as a table", async ({ page }) => {
  await open(page);
  await page.getByRole("radio", { name: "Map" }).check();
  const button = page.getByRole("button", { name: "Show this part as a table" });
  await page.getByRole("button", { name: "Zoom in" }).click();
  await button.click();
  await expect(page.getByRole("region", { name: "Machine types × hosts" })).toBeVisible();
  await expect(page).toHaveURL(/pick-rows=/);
  await expect(page).toHaveURL(/pick-columns=/);
});

test("search brings the machine type into sight, letters the feature", async ({ page }) => {
  await open(page, "#v=1&rows=machine&columns=feature&fold=off");
  await page.keyboard.press("Control+k");
  await page.getByRole("combobox", { name: /Search/ }).fill("pc-i440fx-6.2");
  await page.keyboard.press("Enter");
  const grid = page.getByRole("grid");
  await expect(grid.getByRole("gridcell", { name: /^pc-i440fx-6\.2,/, selected: true })).toBeVisible();
  await grid.getByRole("gridcell", { selected: true }).focus();
  await page.keyboard.type("pc-q35-3.1");
  await expect(grid.locator("*:focus")).toHaveAccessibleName(/^pc-q35-3\.1, kvm-asyncpf-int/);
});
