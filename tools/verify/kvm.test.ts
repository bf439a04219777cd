import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { kvmObstacle } from "./kvm.ts";

const folder = mkdtempSync(join(tmpdir(), "flipbit-kvm-"));
afterAll(() => rmSync(folder, { recursive: true }));

it("opens the device", () => {
  const device = join(folder, "kvm");
  writeFileSync(device, "");
  expect(kvmObstacle(device)).toBeUndefined();
});

it("says when there is none", () => {
  expect(kvmObstacle(join(folder, "none"))).toBe(`this machine has no ${join(folder, "none")}`);
});

it.skipIf(process.getuid?.() === 0)("says when it may not be opened", () => {
  const device = join(folder, "closed");
  writeFileSync(device, "");
  chmodSync(device, 0);
  expect(kvmObstacle(device)).toBe(`this user may not open ${device}`);
});

it("says when it is something else", () => {
  expect(kvmObstacle(folder)).toBe(`${folder} cannot be opened (EISDIR)`);
});
