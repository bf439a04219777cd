// A dump is pasted, dropped or chosen: what it was taken for, whose it is, what differs, what was missed, and the flags taken over.
import { readFileSync } from "node:fs";
import { expect, test, type Page } from "@playwright/test";
import { expectAccessible, open } from "./open.ts";

test.describe.configure({ timeout: 120_000 });

const captured = (name: string): string =>
  readFileSync(new URL(`../src/formats/cpuid-dump/captured/${name}`, import.meta.url), "utf8");

async function openDump(page: Page, link = "#v=1&view=cpuid"): Promise<void> {
  await open(page, link);
  await page.getByRole("button", { name: "Paste or drop a dump" }).click();
}

const field = (page: Page) => page.getByRole("textbox", { name: "CPUID dump" });
const region = (page: Page) => page.getByRole("region", { name: "Decode a dump" });
const likely = (page: Page) => region(page).getByRole("group", { name: "Likely command line" });
const command = (page: Page) => page.getByLabel("QEMU command line", { exact: true });

test("cpuid -r of a real machine: recognised, compared, and its flags taken over", async ({ page }) => {
  await openDump(page, "#v=1&view=cpuid&cpu=EPYC&vendor=amd&host=linux-6.12&qemu=11.1");
  await field(page).fill(captured("cpuid-r.txt"));
  const dump = region(page);
  await expect(dump.getByRole("combobox", { name: "Taken for" })).toContainText("cpuid -r, by its content");
  await expect(dump).toContainText("2 processors, all alike");
  await expect(dump).toContainText("KVM KVMKVMKVM at 0x40000000, up to 0x40000001");
  await expect(likely(page)).toContainText("-cpu host");
  await expect(dump).toContainText("host or max: no named model of this QEMU has this version word and name");
  await expect(dump).toContainText("They make every hypervisor leaf of the dump, bit for bit");
  await expect(dump).toContainText(/Of \d+ machine types \d+ need the fewest flags: pc-q35-5\.2 … pc-q35-11\.1/);
  await expect(dump.getByRole("table")).toContainText("extra");
  await expectAccessible(page);

  await dump.getByRole("button", { name: "Take it over" }).click();
  await expect(command(page)).toContainText("-cpu host");
  await expect(dump).toContainText("No: everything");
  await page.goBack();
  await expect(command(page)).toContainText("-cpu EPYC");
});

test("the likely configuration is searched beside the page: one worker, and the newest dump", async ({ page }) => {
  await openDump(page, "#v=1&view=cpuid&cpu=EPYC&vendor=amd&host=linux-6.12&qemu=11.1");
  await field(page).fill(captured("cpuid-r.txt"));
  await field(page).fill(captured("guest-tcg.txt"));
  await expect(likely(page)).toContainText("accel=tcg");
  await expect(likely(page)).not.toContainText("-cpu host");
  expect(page.workers().filter((worker) => worker.url().includes("guess-worker"))).toHaveLength(1);
  await field(page).fill(captured("kcpuid-r.txt"));
  await expect(likely(page)).toContainText("-cpu host");
  await expect(region(page)).toContainText("The dump has no hypervisor leaves");
  await expect(region(page).getByRole("heading", { name: "Could your guest have run faster?" })).toBeHidden();
});

test("what the page copies of its own prediction is read back without a fault, and nothing differs", async ({
  page,
}) => {
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await openDump(page, "#v=1&view=cpuid&cpu=EPYC&vendor=amd&host=linux-6.12&qemu=11.1");
  await page.getByRole("button", { name: "Copy all leaves" }).click();
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  expect(copied).toContain("CPU 0:");
  await field(page).fill(copied);
  await expect(region(page)).toContainText("One processor.");
  await expect(region(page)).toContainText("No difference.");
  await expect(region(page)).not.toContainText("not understood");
  await expect(likely(page)).toContainText("-cpu EPYC");
});

test("a dropped file is read; a text that only explains names the command that prints the words", async ({ page }) => {
  await openDump(page);
  const drop = async (name: string): Promise<void> => {
    const transfer = await page.evaluateHandle(
      ([text, file]) => {
        const made = new DataTransfer();
        made.items.add(new File([text ?? ""], file ?? "", { type: "text/plain" }));
        return made;
      },
      [captured(name), name],
    );
    await field(page).dispatchEvent("drop", { dataTransfer: transfer });
  };
  await drop("x86info-r.txt");
  await expect(region(page).getByRole("combobox", { name: "Taken for" })).toContainText("x86info -r, by its content");
  await drop("cpuid-1.txt");
  await expect(region(page).getByRole("status").first()).toHaveText("No processor was found in it.");
  await expect(region(page)).toContainText("`cpuid -r` prints them");
});

test("a guest that lacks features: what it could have had goes into the VM by one press", async ({ page }) => {
  await openDump(page, "#v=1&view=cpuid&cpu=EPYC&vendor=amd&host=linux-6.12&qemu=11.1");
  await field(page).fill(captured("guest-kvm.txt"));
  const dump = region(page);
  await expect(dump).toContainText(/Yes\. \d+ features good for a Linux guest are not there/);
  await dump.getByRole("button", { name: "Add them to the VM" }).click();
  await expect(command(page)).toContainText("+kvm-pv-ipi");
  await expect(dump.getByRole("table")).toContainText("missing");
  await expect(dump.getByRole("row", { name: /missing 0x40000001 EAX 11 kvm-pv-ipi/ })).toBeVisible();
});

test("broken lines are named, the wrong format can be corrected, and the text is never lost", async ({ page }) => {
  await openDump(page);
  const text = captured("cpuid-1-r.txt").replace("0x00000003 0x00: eax=0x00000000", "0x00000003 0x00: eax=0xzz");
  await field(page).fill(text);
  const dump = region(page);
  await expect(dump.getByText("One thing was not understood")).toBeVisible();
  await expect(dump).toContainText("Line 5:");
  await dump.getByRole("combobox", { name: "Taken for" }).selectOption("kcpuid -r");
  await expect(dump.getByText(/\d\d things were not understood/)).toBeVisible();
  await dump.getByRole("combobox", { name: "Taken for" }).selectOption("");
  await expect(dump.getByText("One thing was not understood")).toBeVisible();

  await page.getByRole("button", { name: "Paste or drop a dump" }).click();
  await page.getByRole("button", { name: "Paste or drop a dump" }).click();
  await expect(field(page)).toHaveValue(text);
  await page.reload();
  await page.getByRole("button", { name: "Paste or drop a dump" }).click();
  await expect(field(page)).toHaveValue(text);
});

test("a file is chosen; a large one is read by a worker and not put into the text field", async ({ page }) => {
  await openDump(page);
  const one = captured("cpuid-1-r.txt").split("\n").slice(1).join("\n");
  const many = Array.from({ length: 1500 }, (_, index) => `CPU ${index}:\n${one}`).join("");
  const workers: string[] = [];
  page.on("worker", (worker) => workers.push(worker.url()));
  await page
    .getByLabel("Choose a file with a dump")
    .setInputFiles({ name: "big.txt", mimeType: "text/plain", buffer: Buffer.from(many) });
  const dump = region(page);
  await expect(dump).toContainText("big.txt, 9.7 MB, is too long to show");
  await expect(dump).toContainText("1500 processors, all alike");
  expect(workers.filter((url) => url.includes("dump-worker"))).toHaveLength(1);
  await dump.getByRole("button", { name: "Another one" }).click();
  await expect(field(page)).toHaveValue("");
});

test("what QMP tells, and what a host's KVM offers", async ({ page }) => {
  await openDump(page);
  await field(page).fill(captured("model-expansion.txt"));
  await expect(region(page)).toContainText("This is what QEMU has set for a CPU");
  await field(page).fill(
    readFileSync(new URL("../public/catalog/observed/host-linux-6.12-amd.json", import.meta.url), "utf8"),
  );
  await expect(region(page)).toContainText("not what a guest reads");
  await region(page).getByRole("combobox", { name: "Processor" }).selectOption({ index: 1 });
  await expect(region(page)).toContainText("KVM's Hyper-V emulation");
});

test("by keyboard, in the dark", async ({ page }) => {
  await page.emulateMedia({ colorScheme: "dark" });
  await open(page, "#v=1&view=cpuid");
  await page.getByRole("button", { name: "Paste or drop a dump" }).focus();
  await page.keyboard.press("Enter");
  await field(page).focus();
  await page.keyboard.insertText(captured("guest-tcg.txt"));
  await expect(region(page)).toContainText("QEMU without KVM (TCG)");
  await expect(region(page)).toContainText("lie behind what is announced");
  for (let presses = 0; presses < 40; presses += 1) {
    await page.keyboard.press("Tab");
    if (
      await region(page)
        .getByRole("button", { name: "Take it over" })
        .evaluate((it) => it === document.activeElement)
    )
      break;
  }
  await page.keyboard.press("Enter");
  await expect(command(page)).toContainText("accel=tcg");
  await expectAccessible(page, ["color-contrast"]);
});

test.describe("on a phone", () => {
  test.use({ viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true });

  test("nothing scrolls sideways but the table in its frame", async ({ page }) => {
    await open(page, "#v=1&view=cpuid");
    await page.getByRole("button", { name: "Paste or drop a dump" }).tap();
    await field(page).fill(captured("cpuid-r.txt"));
    await expect(region(page).getByRole("table")).toBeVisible();
    const overflow = () => document.documentElement.scrollWidth - document.documentElement.clientWidth;
    expect(await page.evaluate(overflow)).toBe(0);
    await expectAccessible(page);
  });
});
