import { expect, it } from "vitest";
import { readOptions } from "./options.ts";
import { openReport, summary } from "./report.ts";

it("prints a line a check and counts", () => {
  const lines: string[] = [];
  const report = openReport((line) => lines.push(line));
  report.check("one", []);
  report.check("two", ["differs"]);
  report.skip("three", "no KVM");
  expect(lines).toEqual(["ok    one", "FAIL  two", "        differs", "skip  three: no KVM"]);
  expect(summary(report.tally())).toBe("1 passed, 1 failed, 1 skipped");
});

it("leaves out what passed, when it is brief, and counts it all the same", () => {
  const lines: string[] = [];
  const report = openReport((line) => lines.push(line), true);
  report.check("one", []);
  report.fail("two", []);
  expect(lines).toEqual(["FAIL  two"]);
  expect(report.tally().passed).toBe(1);
});

it("shows the first details of many, and says how many there are", () => {
  const lines: string[] = [];
  const details = Array.from({ length: 30 }, (_, index) => `line ${index}`);
  openReport((line) => lines.push(line)).fail("long", details);
  expect(lines).toHaveLength(14);
  expect(lines.at(-1)).toContain("and 18 more");
});

it("reads its options", () => {
  expect(readOptions([], 5)).toMatchObject({
    seed: 5,
    parts: ["qemu", "guests", "libvirt", "virtinst", "snippets", "profiles", "dumps"],
  });
  expect(readOptions(["--seed", "12", "--only", "guests", "--no-install"], 5)).toEqual({
    seed: 12,
    isInstallForbidden: true,
    parts: ["guests"],
    qemu: undefined,
    virtInstall: undefined,
    report: undefined,
    isBrief: false,
    minutes: 10,
  });
  expect(readOptions(["--brief", "--minutes", "0.5", "--report", "out.json"], 5)).toMatchObject({
    report: "out.json",
    isBrief: true,
    minutes: 0.5,
  });
  expect(() => readOptions(["--minutes", "0"], 5)).toThrow("above 0");
  expect(readOptions(["--help"], 5)).toBeUndefined();
  expect(() => readOptions(["--only", "xen"], 5)).toThrow("there are qemu, guests, libvirt, virtinst");
  expect(() => readOptions(["--seed", "x"], 5)).toThrow("whole number");
});
