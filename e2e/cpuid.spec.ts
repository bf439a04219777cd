import { expect, test, type Locator, type Page } from "@playwright/test";
import { expectAccessible, open } from "./open.ts";

// A busy machine takes its time over long pages.
test.describe.configure({ timeout: 120_000 });

test.use({ permissions: ["clipboard-read", "clipboard-write"] });

const clipboard = (page: Page) => page.evaluate(() => navigator.clipboard.readText());
const leafOf = (page: Page, id: string): Locator => page.getByRole("tabpanel", { name: `Leaf ${id}` });

const BITS = [
  {
    kind: "KVM's",
    link: "#v=1&view=cpuid",
    leaf: "0x40000001",
    bit: /^EAX bit 7, kvm-pv-unhalt/,
    flag: "+kvm-pv-unhalt",
  },
  {
    kind: "Hyper-V's",
    link: "#v=1&view=cpuid&leaf=0x40000003&set=hv-relaxed=on",
    leaf: "0x40000003",
    bit: /^EAX bit 6, hv-vpindex/,
    flag: "hv-vpindex=on",
  },
  { kind: "an ordinary", link: "#v=1&view=cpuid&leaf=0x1", leaf: "0x1", bit: /^ECX bit 25, aes/, flag: "-aes" },
  {
    kind: "a sub-leaf's",
    link: "#v=1&view=cpuid&leaf=0xd.1",
    leaf: "0xd.1",
    bit: /^EAX bit 0, xsaveopt/,
    flag: "-xsaveopt",
  },
  {
    kind: "an extended",
    link: "#v=1&view=cpuid&leaf=0x80000001",
    leaf: "0x80000001",
    bit: /^EDX bit 20, nx/,
    flag: "-nx",
  },
];

for (const { kind, link, leaf, bit, flag } of BITS) {
  test(`${kind} leaf: a bit is flipped and flipped back with the keyboard`, async ({ page }) => {
    await open(page, link);
    const button = leafOf(page, leaf).getByRole("button", { name: bit });
    const line = page.getByLabel("QEMU command line", { exact: true });
    const before = await button.getAttribute("aria-pressed");
    await button.focus();
    await page.keyboard.press("Space");
    await expect(button).toHaveAttribute("aria-pressed", before === "true" ? "false" : "true");
    await expect(line).toContainText(flag);
    await page.keyboard.press("Space");
    await expect(button).toHaveAttribute("aria-pressed", String(before));
  });
}

for (const { leaf, link, register } of [
  { leaf: "0x40000001", link: "#v=1&view=cpuid", register: "EAX" },
  {
    leaf: "0x40000003",
    link: "#v=1&view=cpuid&leaf=0x40000003&set=hv-relaxed=on,hv-vapic=on,hv-time=on",
    register: "EAX",
  },
  { leaf: "0x7", link: "#v=1&view=cpuid&leaf=0x7", register: "EBX" },
]) {
  test(`every bit of ${leaf} ${register} is reached by arrow keys, and Space flips each that can be flipped`, async ({
    page,
  }) => {
    await open(page, link);
    const strip = leafOf(page, leaf).getByRole("group", { name: `${register}, bits 31 to 0` });
    const focused = page.locator(":focus");
    await strip.getByRole("button", { name: new RegExp(`^${register} bit 31,`) }).focus();
    let flipped = 0;
    for (let bit = 31; bit >= 0; bit -= 1) {
      await expect(focused).toHaveAccessibleName(new RegExp(`^${register} bit ${bit},`));
      const before = (await focused.getAttribute("aria-pressed")) ?? "";
      const isFixed = (await focused.getAttribute("aria-disabled")) === "true";
      if (!isFixed) {
        await page.keyboard.press("Space");
        await expect(focused).toHaveAttribute("aria-pressed", before === "true" ? "false" : "true");
        await page.keyboard.press("Space");
        await expect(focused).toHaveAttribute("aria-pressed", before);
        flipped += 1;
      }
      if (bit > 0) await page.keyboard.press("ArrowRight");
    }
    expect(flipped).toBeGreaterThan(8);
  });
}

test("a drag over several bits flips them in one step", async ({ page }) => {
  await open(page, "#v=1&view=cpuid");
  const leaf = leafOf(page, "0x40000001");
  const line = page.getByLabel("QEMU command line", { exact: true });
  await leaf.getByRole("button", { name: /^EAX bit 14/ }).hover();
  await page.mouse.down();
  await leaf.getByRole("button", { name: /^EAX bit 13/ }).hover();
  await leaf.getByRole("button", { name: /^EAX bit 12/ }).hover();
  await page.mouse.up();
  for (const flag of ["+kvm-asyncpf-int", "+kvm-pv-sched-yield", "+kvm-poll-control"])
    await expect(line).toContainText(flag);
  await page.goBack();
  await expect(line).not.toContainText("+kvm");
});

test("a bit says who decided it, and one that cannot be flipped says why", async ({ page }) => {
  await open(page, "#v=1&view=cpuid&set=+kvm-asyncpf-int");
  const leaf = leafOf(page, "0x40000001");
  await expect(leaf.getByRole("button", { name: /^EAX bit 14/ })).toHaveAttribute(
    "title",
    /your flag \+kvm-asyncpf-int/,
  );
  await expect(leaf.getByRole("button", { name: /^EAX bit 3,/ })).toHaveAttribute("title", /default table/);
  const fixed = leaf.getByRole("button", { name: /^EAX bit 20/ });
  // It is aria-disabled: a press explains it.
  await fixed.click({ force: true });
  await expect(page.getByRole("complementary", { name: "Inspector" })).toContainText("Part of the field unused");
  await expect(fixed).toHaveAttribute("aria-disabled", "true");
});

test("fields are written in place, and a value that cannot stand there is refused with the reason", async ({
  page,
}) => {
  await open(page, "#v=1&view=cpuid&leaf=0x40000004&set=hv-relaxed=on");
  const line = page.getByLabel("QEMU command line", { exact: true });
  await page.getByRole("button", { name: "Edit hv-spinlocks" }).click();
  const box = page.getByRole("textbox", { name: "hv-spinlocks" });
  await box.fill("often");
  await box.press("Enter");
  await expect(page.getByRole("alert")).toContainText("Write a number");
  await box.fill("0x1fff");
  await box.press("Enter");
  await expect(line).toContainText("hv-spinlocks=0x1fff");
  await expect(leafOf(page, "0x40000004").getByRole("region", { name: "EBX" })).toContainText("0x00001fff");

  await page.getByRole("tab", { name: /^0x40000000/ }).click();
  await page.getByRole("button", { name: "Edit hv-vendor-id" }).click();
  await page.getByRole("textbox", { name: "hv-vendor-id" }).fill("much too long a name");
  await page.getByRole("button", { name: "Set", exact: true }).click();
  await expect(page.getByRole("alert")).toContainText("Only 12 characters");
  await page.getByRole("textbox", { name: "hv-vendor-id" }).fill("Flip,bit");
  await page.getByRole("button", { name: "Set", exact: true }).click();
  await expect(page.getByRole("tab", { name: /^0x40000000/ })).toContainText("Flip,bit");
  await expect(line).toContainText("hv-vendor-id=Flip,bit");
});

test("a word, a leaf and all leaves are copied", async ({ page }) => {
  await open(page, "#v=1&view=cpuid");
  await page.getByRole("button", { name: "Copy EAX" }).click();
  expect(await clipboard(page)).toBe("0x0100007b");
  await page.getByRole("button", { name: "Copy leaf" }).click();
  expect(await clipboard(page)).toBe(
    "   0x40000001 0x00: eax=0x0100007b ebx=0x00000000 ecx=0x00000000 edx=0x00000000\n",
  );
  await page.getByRole("button", { name: "Copy all leaves" }).click();
  expect(await clipboard(page)).toMatch(/^CPU 0:\n {3}0x00000000 0x00: eax=0x0000000d ebx=0x756e6547/);
});

test("two VMs are compared, and the link keeps it", async ({ page }) => {
  await open(page, "#v=1&view=cpuid");
  const card = page.getByRole("region", { name: "Compare" });
  await card.getByRole("combobox", { name: "Compare with" }).selectOption("before");
  await leafOf(page, "0x40000001")
    .getByRole("button", { name: /^EAX bit 14/ })
    .click();
  await expect(card.getByRole("row", { name: /0x40000001 EAX/ })).toContainText("only here kvm-asyncpf-int");
  await card.getByRole("combobox", { name: "Compare with" }).selectOption("defaults");
  await expect(card.getByRole("row", { name: /0x40000001 EAX/ })).toContainText("kvm-asyncpf-int");
  await expect(page).toHaveURL(/against=defaults/);
  await page.reload();
  await expect(card).toContainText("One register differs");
  await card.getByRole("combobox", { name: "Compare with" }).selectOption("cpu");
  await card.getByRole("combobox", { name: "Which CPU model" }).selectOption("EPYC");
  await expect(page).toHaveURL(/against=cpu:EPYC/);
  await expect(card.getByRole("row", { name: /^0x1 EAX/ })).toContainText("another value");
  await card.getByRole("combobox", { name: "Compare with" }).selectOption("vm");
  await expect(card).toContainText("No register that is predicted for both differs.");
  await leafOf(page, "0x40000001")
    .getByRole("button", { name: /^EAX bit 13/ })
    .click();
  await page.reload();
  await expect(card.getByRole("row", { name: /0x40000001 EAX/ })).toContainText("only here kvm-pv-sched-yield");
});

test("the gates of a bit are worked with the keyboard", async ({ page }) => {
  await open(page, "#v=1&view=cpuid&host=linux-5.4&qemu=7.2&libvirt=9.0");
  const card = page.getByRole("region", { name: "Follow one bit" });
  const gate = (title: string) => card.getByRole("listitem").filter({ hasText: title });
  await expect(gate("KVM reports it")).toHaveAttribute("data-open", "no");
  await card.getByRole("button", { name: "Take Linux 5.8" }).press("Enter");
  await expect(gate("KVM reports it")).toHaveAttribute("data-open", "yes");
  await card.getByRole("button", { name: "Add +kvm-asyncpf-int" }).press("Space");
  await expect(gate("Asked for?")).toHaveAttribute("data-open", "yes");
  await expect(card).toContainText("on, as asked");
  await card.getByRole("button", { name: "Set kvm=off" }).press("Enter");
  await expect(gate("The machine lets it through")).toHaveAttribute("data-open", "no");
  await card.getByRole("button", { name: "Show KVM's leaves" }).press("Enter");
  await expect(card).toContainText("on, as asked");
});

test("a bit of a sub-leaf is explained as others are, and the link keeps it", async ({ page }) => {
  await open(page, "#v=1&view=cpuid&cpu=SapphireRapids&qemu=9.2&leaf=0x7.1");
  const inspector = page.getByRole("complementary", { name: "Inspector" });
  await leafOf(page, "0x7.1")
    .getByRole("listitem")
    .filter({ hasText: /^4avx-vnni(?!-)/ })
    .getByRole("button")
    .press("Enter");
  await expect(inspector).toContainText("0x00000007.1 EAX[4]");
  await expect(inspector).toContainText("SapphireRapids-v1 has it.");
  await expect(page).toHaveURL(/focus=0x7\.1:eax:4/);
  await page.reload();
  await expect(leafOf(page, "0x7.1")).toBeVisible();
  await expect(inspector).toContainText("0x00000007.1 EAX[4]");
  await inspector.getByRole("button", { name: "Flip the bit" }).click();
  await expect(page.getByLabel("QEMU command line", { exact: true })).toContainText("-avx-vnni");
  await expect(page.getByRole("contentinfo")).toContainText("0x00000007.1 EAX");
});

test("the gates of an ordinary flag are worked with the keyboard", async ({ page }) => {
  await open(page, "#v=1&view=cpuid&cpu=Skylake-Server&host=linux-6.12&qemu=8.0&libvirt=9.0&focus=0x7.1:eax:17");
  const card = page.getByRole("region", { name: "Follow one bit" });
  const gate = (title: string) => card.getByRole("listitem").filter({ hasText: title });
  await expect(gate("The host supports it")).toHaveAttribute("data-open", "unknown");
  await expect(gate("QEMU knows it")).toHaveAttribute("data-open", "no");
  await card.getByRole("button", { name: "Take QEMU 9.1" }).press("Enter");
  await expect(gate("QEMU knows it")).toHaveAttribute("data-open", "yes");
  await expect(gate("fred needs lkgs, which is off")).toHaveAttribute("data-open", "no");
  await card.getByRole("button", { name: "Add +lkgs" }).press("Space");
  await expect(gate("lkgs is on")).toHaveAttribute("data-open", "yes");
  await card.getByRole("button", { name: "Add +fred" }).press("Enter");
  await expect(gate("Asked for?")).toHaveAttribute("data-open", "yes");
  await expect(gate("The guest reads it")).toHaveAttribute("data-open", "unknown");
  await expect(page.getByLabel("QEMU command line", { exact: true })).toContainText("+fred");
  await card.getByRole("button", { name: "Switch lkgs off" }).press("Enter");
  await expect(gate("The guest reads it")).toHaveAttribute("data-open", "no");
});

test("the host's layer of an ordinary leaf is unknown until the host is asked, and then takes bits away", async ({
  page,
}) => {
  await open(page, "#v=1&view=cpuid&leaf=0x1");
  const ecx = leafOf(page, "0x1").getByRole("region", { name: "ECX" });
  await expect(ecx).toContainText(/host supports\s*bits none, not known for 31/);
  await page.getByRole("button", { name: "Use a measured host" }).click();
  const row = { leaf: "0x1", subleaf: 0, eax: "0x0", ebx: "0x0", ecx: "0x02000001", edx: "0xffffffff" };
  const host = { kernel: "6.12", vendor: "intel", capabilities: {}, supportedCpuid: [row], supportedHvCpuid: [] };
  await page.getByRole("textbox", { name: "Paste the file" }).fill(JSON.stringify(host));
  await page.getByRole("button", { name: "Use this host" }).click();
  await expect(ecx).toContainText(/host supports\s*bits 25, 0, not known for/);
  const avx = ecx.getByRole("button", { name: /^ECX bit 28, avx/ });
  await expect(avx).toHaveAttribute("aria-pressed", "false");
  await expect(avx).toHaveAttribute("aria-disabled", "true");
  await expect(ecx.getByRole("button", { name: /^ECX bit 25, aes/ })).toHaveAttribute("aria-pressed", "true");
});

test("leaves that no prediction reaches say so", async ({ page }) => {
  await open(page, "#v=1&view=cpuid&leaf=0x4");
  await expect(leafOf(page, "0x4")).toContainText("not predicted: it follows from the cache");
  await page.getByRole("tab", { name: "0x80000008" }).click();
  await expect(leafOf(page, "0x80000008").getByRole("region", { name: "EAX" })).toContainText("not predicted");
});

const LOOKS = {
  "KVM's leaf, compared": "#v=1&view=cpuid&against=defaults&set=+kvm-asyncpf-int,hv-time,hv-vpindex",
  "leaf 0": "#v=1&view=cpuid&leaf=0x0",
  "leaf 1, another machine type": "#v=1&view=cpuid&leaf=0x1&against=machine:pc-q35-4.2",
  "a host CPU": "#v=1&view=cpuid&cpu=host&leaf=0x1",
  "Hyper-V's hints": "#v=1&view=cpuid&leaf=0x40000004&set=hv-relaxed=on",
  "out of reach": "#v=1&view=cpuid&leaf=0x4",
  "an ordinary flag, followed": "#v=1&view=cpuid&cpu=Skylake-Server&set=+fred&focus=0x7.1:eax:17",
};

for (const [name, link] of Object.entries(LOOKS)) {
  test(`axe finds nothing: ${name}`, async ({ page }) => {
    await page.emulateMedia({ colorScheme: "light", reducedMotion: "reduce" });
    await open(page, link);
    await expect(page.getByRole("tabpanel", { name: /^Leaf/ })).toBeVisible();
    await expectAccessible(page);
    await page.emulateMedia({ colorScheme: "dark" });
    await expectAccessible(page, ["color-contrast"]);
  });
}

test.describe("on a phone", () => {
  test.use({ viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true });

  for (const [name, link] of Object.entries(LOOKS)) {
    test(`${name} fits without scrolling sideways`, async ({ page }) => {
      await open(page, link);
      await expect(page.getByRole("tabpanel", { name: /^Leaf/ })).toBeVisible();
      expect(
        await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth),
      ).toBe(0);
    });
  }
});
