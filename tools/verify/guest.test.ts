import { expect, it } from "vitest";
import { readGuest } from "./guest.ts";

const run = { status: 33, stdout: "", stderr: "", outOfTime: false };

it("reads leaves, and only whole lines of them", () => {
  const stdout = "40000000 40000001 4b4d564b 564b4d56 0000004d \nnoise\n40000001 0100007b 00000000 0\n";
  const { started, leaves } = readGuest("-cpu EPYC", { ...run, stdout });
  expect(started).toBe(true);
  expect([...leaves]).toEqual([[0x40000000, { eax: 0x40000001, ebx: 0x4b4d564b, ecx: 0x564b4d56, edx: 0x4d }]]);
});

it("takes the program's name off messages, whatever it was started as", () => {
  const stderr = "qemu-system-x86_64: warning: one\n/usr/bin/qemu-system-x86_64: two\n\nwithout a name\n";
  expect(readGuest("", { ...run, stderr }).messages).toEqual(["warning: one", "two", "without a name"]);
});

it.each([
  [{ status: 33 }, true, "exit status 33"],
  [{ status: 1 }, false, "exit status 1"],
  [{ status: null }, false, "stopped by a signal"],
  [{ status: null, outOfTime: true }, false, "out of time"],
])("tells how it ended: %o", (how, started, end) => {
  expect(readGuest("", { ...run, ...how })).toMatchObject({ started, end });
});
