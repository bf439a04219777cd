import { expect, test } from "@playwright/test";
import { open } from "./open.ts";

test("the matrix is one tab stop, walked with arrows and taken with Enter", async ({ page }) => {
  await open(page);
  const grid = page.getByRole("grid");
  const focused = grid.locator("*:focus");
  const current = grid.getByRole("gridcell", { selected: true });
  await expect(current).toHaveCount(1);
  await current.focus();
  await page.keyboard.press("ArrowLeft");
  await expect(focused).toHaveAccessibleName(/^kvm-asyncpf-int, Linux .*: one flag/);
  await page.keyboard.press("ArrowUp");
  await expect(focused).toHaveAccessibleName(/^kvm-pv-sched-yield, Linux/);
  await expect(page.getByRole("complementary", { name: "Inspector" })).toContainText("kvm-pv-sched-yield");
  await page.keyboard.press("Home");
  await expect(focused).toHaveAccessibleName(/^kvm-pv-sched-yield/);
  await page.keyboard.press("Control+Home");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowRight");
  await expect(focused).toHaveAccessibleName(/^kvmclock, Linux 4\.4.*: on/);
  await page.keyboard.press("End");
  await page.keyboard.press("Home");
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("combobox", { name: "Platform" })).toHaveValue("linux");
  await expect(page).toHaveURL(/host=linux-4\.4/);

  await page.keyboard.press("Tab");
  await expect(grid.locator("*:focus")).toHaveCount(0);
});

test("a group of features folds with the keyboard", async ({ page }) => {
  await open(page);
  const group = page.getByRole("button", { name: "Hyper-V", exact: true });
  await expect(page.getByRole("gridcell", { name: /^hv-relaxed/ }).first()).toBeVisible();
  await group.focus();
  await page.keyboard.press("Enter");
  await expect(group).toHaveAttribute("aria-expanded", "false");
  await expect(page.getByRole("gridcell", { name: /^hv-relaxed/ })).toHaveCount(0);
});

test("bits are walked with arrows and flipped with Space", async ({ page }) => {
  await open(page, "#v=1&view=cpuid");
  const leaf = page.getByRole("tabpanel", { name: "Leaf 0x40000001" });
  const bit = leaf.getByRole("button", { name: /^EAX bit 14, kvm-asyncpf-int/ });
  await bit.focus();
  await page.keyboard.press("ArrowRight");
  await expect(leaf.getByRole("button", { name: /^EAX bit 13, kvm-pv-sched-yield/ })).toBeFocused();
  await page.keyboard.press("Space");
  await expect(leaf.getByRole("button", { name: "EAX bit 13, kvm-pv-sched-yield: set" })).toHaveAttribute(
    "aria-pressed",
    "true",
  );
  await page.keyboard.press("ArrowDown");
  await expect(leaf.getByRole("button", { name: /^EDX bit 13/ })).toBeFocused();
  await page.keyboard.press("End");
  await expect(leaf.getByRole("button", { name: /^EDX bit 0, kvm-hint-dedicated/ })).toBeFocused();
  await expect(page).toHaveURL(/set=\+kvm-pv-sched-yield/);
});

test("the first Tab leads past the header", async ({ page }) => {
  await open(page);
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("main")).toBeFocused();
  expect(page.url()).not.toContain("#main");
});
