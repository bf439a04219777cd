import { expect, test } from "@playwright/test";
import { expectAccessible, open } from "./open.ts";

// A busy machine takes its time over long pages.
test.describe.configure({ timeout: 120_000 });

test("a feature is found, read with its evidence, and followed to what it needs", async ({ page, request }) => {
  await open(page);
  await page.getByRole("link", { name: "Catalogue" }).click();
  const main = page.getByRole("main");
  const box = main.getByRole("searchbox", { name: "Search the features" });
  await box.fill("asyncpf-int");
  await expect(main.getByText(/^1 of \d+ features$/)).toBeVisible();
  await box.press("ArrowDown");
  await expect(main.getByRole("link", { name: "kvm-asyncpf-int" })).toBeFocused();
  await page.keyboard.press("Enter");

  await expect(main.getByRole("heading", { name: "kvm-asyncpf-int" })).toBeVisible();
  await expect(page).toHaveURL(/page=feature:kvm-asyncpf-int/);
  const since = main.getByRole("table", { name: "Since when" });
  await expect(since.getByRole("row", { name: /KVM/ }).first()).toContainText("5.8");
  await expect(since.getByRole("row", { name: /^QEMU/ })).toContainText("5.2");
  const evidence = main.getByRole("region", { name: "Evidence, fact by fact" });
  await expect(evidence).toContainText("measured");
  for (const link of await evidence.getByRole("link", { name: /raw facts|JSON Schema/ }).all()) {
    const answer = await request.get((await link.getAttribute("href")) ?? "");
    expect(answer.headers()["content-type"]).toContain("json");
    expect(await answer.json()).toBeTruthy();
  }

  await main.getByRole("region", { name: "Needs and conflicts" }).getByRole("link", { name: "kvm-asyncpf" }).click();
  await expect(main.getByRole("heading", { name: "kvm-asyncpf", exact: true })).toBeVisible();
  await expect(page.getByRole("complementary", { name: "Inspector" })).toContainText("kvm-asyncpf");
  await page.goBack();
  await expect(main.getByRole("heading", { name: "kvm-asyncpf-int" })).toBeVisible();
  await page.goBack();
  await expect(box).toHaveValue("asyncpf-int");
  await expect(main.getByRole("link", { name: "kvm-asyncpf-int" })).toBeFocused();
  await page.goForward();

  await main.getByRole("button", { name: "Show in the matrix" }).click();
  await expect(page).toHaveTitle("Matrix · Flipbit");
  await expect(page.getByRole("gridcell", { selected: true })).toHaveAccessibleName(/^kvm-asyncpf-int/);
});

test("facets narrow the list, and are in the link", async ({ page }) => {
  await open(page, "#v=1&view=catalogue");
  const main = page.getByRole("main");
  await main.getByRole("combobox", { name: "Family" }).selectOption("Hyper-V");
  await main.getByRole("combobox", { name: "libvirt element" }).selectOption("Has none");
  await expect(page).toHaveURL(/only=family:hyperv,libvirt:no/);
  await expect(main.getByRole("link", { name: "hv-stimer", exact: true })).toHaveCount(0);
  await expect(main.getByRole("link", { name: "hv-enforce-cpuid" })).toBeVisible();
  await page.reload();
  await expect(main.getByRole("combobox", { name: "Family" })).toHaveValue("hyperv");
  await main.getByRole("searchbox").fill("no such thing");
  await expect(main).toContainText("No feature has all of this.");
});

test("the talk's statements lead to the features they name", async ({ page }) => {
  await open(page, "#v=1&view=catalogue");
  const main = page.getByRole("main");
  await main.getByRole("radio", { name: "The talk" }).check();
  await expect(main.getByRole("list", { name: "Verdicts" })).toContainText("still true");
  await main.getByRole("searchbox", { name: "Search the statements" }).fill("vgindex");
  const claim = main.getByRole("article").first();
  await expect(claim).toContainText("misprint");
  await claim.getByRole("link", { name: "hv-vpindex" }).click();
  await expect(main.getByRole("region", { name: "What the talk said" })).toContainText("misprint");
});

test("hosts, machine types and CPU models have pages, and the VM can go there", async ({ page }) => {
  await open(page, "#v=1&view=catalogue&page=hosts");
  const main = page.getByRole("main");
  await main.getByRole("searchbox", { name: "Search the hosts" }).fill("debian 13");
  await main.getByRole("link", { name: /^Debian 13/ }).click();
  await expect(main.getByRole("region", { name: "Evidence, fact by fact" })).toContainText(
    /verified|measured|documented/,
  );
  await main.getByRole("button", { name: "Use in the VM" }).click();
  await expect(page.getByRole("combobox", { name: "Platform", exact: true })).toHaveValue("debian-13");
  await expect(main.getByRole("button", { name: "In use in the VM" })).toBeDisabled();

  await open(page, "#v=1&view=catalogue&page=machine:pc-q35-6.2");
  await main.getByRole("button", { name: "Use in the VM" }).click();
  await expect(page.getByLabel("QEMU command line", { exact: true })).toContainText("pc-q35-6.2");

  await open(page, "#v=1&view=catalogue&page=cpu:EPYC");
  await expect(main.getByRole("table")).toContainText("0x00000001");
  await main.getByRole("button", { name: "Use EPYC-v3 in the VM" }).click();
  await expect(page.getByLabel("QEMU command line", { exact: true })).toContainText("-cpu EPYC-v3");
});

test("what is not known of a host is said with both possibilities", async ({ page }) => {
  await open(page, "#v=1&view=catalogue&page=host:rhel-9.4");
  const backports = page.getByRole("main").getByRole("region", { name: "Backports" });
  await expect(backports).toContainText(/either .*, or /);
});

test("what changed is one step from the version, and on the page of each feature it concerns", async ({
  page,
  request,
}) => {
  await open(page);
  await page
    .getByRole("banner")
    .getByRole("link", { name: /^Facts of \d{4}\./ })
    .click();
  const main = page.getByRole("main");
  await expect(page).toHaveURL(/page=changes/);
  await expect(main.getByRole("heading", { name: "What changed in the catalogue" })).toBeVisible();
  await main.getByRole("searchbox", { name: "Search the changes" }).fill("enforce-cpuid added 0x12");
  await expect(main.getByText(/^1 of \d+ changes$/)).toBeVisible();
  const change = main.getByRole("article").first();
  await expect(change).toContainText("added");
  const file = await request.get(
    (await change.getByRole("link", { name: "hosts/linux.json" }).getAttribute("href")) ?? "",
  );
  expect(await file.json()).toHaveProperty("kernels");
  await change.getByRole("link", { name: "kvm-pv-enforce-cpuid" }).press("Enter");
  const card = main.getByRole("region", { name: "What changed in its facts" });
  await expect(card.getByRole("article", { name: /Hyper-V in front/ })).toContainText("For you:");
  await page.goBack();
  await main.getByRole("searchbox").fill("corrected 10.1");
  await expect(main.getByRole("article").first()).toContainText("Before:");
});

const LINKS = {
  features: "#v=1&view=catalogue",
  "a feature": "#v=1&view=catalogue&page=feature:hv-stimer",
  "the talk": "#v=1&view=catalogue&page=talk",
  "what changed": "#v=1&view=catalogue&page=changes",
  hosts: "#v=1&view=catalogue&page=hosts",
  "a CPU model": "#v=1&view=catalogue&page=cpu:Skylake-Server",
  "a machine type": "#v=1&view=catalogue&page=machine:pc-q35-4.2",
  "a host": "#v=1&view=catalogue&page=host:rhel-9.4",
};

for (const [name, link] of Object.entries(LINKS)) {
  test(`axe finds nothing: ${name}`, async ({ page }) => {
    await page.emulateMedia({ colorScheme: "light", reducedMotion: "reduce" });
    await open(page, link);
    await expect(page.getByRole("main").getByRole("heading", { level: 2 }).first()).toBeVisible();
    await expect(page.getByText(/^Loading/)).toHaveCount(0);
    await expectAccessible(page);
    await page.emulateMedia({ colorScheme: "dark" });
    await expectAccessible(page, ["color-contrast"]);
  });
}

test.describe("on a phone", () => {
  test.use({ viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true });

  test("the facets open with a button", async ({ page }) => {
    await open(page, "#v=1&view=catalogue");
    const main = page.getByRole("main");
    await expect(main.getByRole("combobox", { name: "Family" })).toBeHidden();
    await main.getByRole("button", { name: "Narrow the list" }).tap();
    await main.getByRole("combobox", { name: "Family" }).selectOption("Xen");
    await expect(main.getByRole("button", { name: "Narrow the list (1)" })).toBeVisible();
    await expectAccessible(page);
  });

  for (const [name, link] of Object.entries(LINKS)) {
    test(`${name} fits without scrolling sideways`, async ({ page }) => {
      await open(page, link);
      await expect(page.getByRole("main").getByRole("heading", { level: 2 }).first()).toBeVisible();
      await expect(page.getByText(/^Loading/)).toHaveCount(0);
      expect(
        await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth),
      ).toBe(0);
    });
  }
});

test("a rule of the linter is looked up, and its page read", async ({ page }) => {
  await open(page, "#v=1&view=catalogue&page=rules");
  const main = page.getByRole("main");
  await main.getByRole("searchbox", { name: "Search the rules" }).fill("kvm's features");
  await expect(main.getByText(/^1 of \d+ rules$/)).toBeVisible();
  await main.getByRole("link", { name: "PV-ALL-OFF" }).click();
  await expect(page).toHaveURL(/page=rule:PV-ALL-OFF/);
  await expect(main.getByRole("region", { name: "Found here" })).toContainText("-cpu host,kvm=off");
  await expect(main.getByRole("region", { name: "Not here" })).toContainText("-cpu host");
  await expect(main.getByRole("region", { name: "Evidence of the rule" })).toContainText("measured");
  await expectAccessible(page);
});
