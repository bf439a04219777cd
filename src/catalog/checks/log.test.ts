import { expect, test } from "vitest";
import { copyOfCatalog } from "#testing/parsed-catalog.ts";
import { logCheck } from "./log.ts";

type Copy = ReturnType<typeof copyOfCatalog>;

const row = ({ logMessages }: Copy, id: string) => logMessages.value.messages.find((message) => message.id === id)!;

test.each<[string, string, (catalog: Copy) => void]>([
  [
    "a message of QEMU that nothing explains",
    "message hyperv-requires means",
    ({ logMessages }) => {
      logMessages.value.messages = logMessages.value.messages.filter(({ id }) => id !== "hyperv-requires");
    },
  ],
  [
    "a message twice",
    "hyperv-requires is there twice",
    (catalog) => {
      catalog.logMessages.value.messages.push(row(catalog, "hyperv-requires"));
    },
  ],
  [
    "a row without a wording",
    "has no wording",
    (catalog) => {
      delete row(catalog, "libvirt-not-yet").wordings;
    },
  ],
  [
    "a second home of a wording",
    "QEMU has a message of this id",
    (catalog) => {
      row(catalog, "hyperv-requires").wordings = [{ text: "something else" }];
    },
  ],
  [
    "a wording that fits all",
    "no wording has enough text",
    (catalog) => {
      row(catalog, "libvirt-not-yet").wordings = [{ text: "{name}" }];
    },
  ],
  [
    "a place that a wording has not",
    "uses {other}",
    (catalog) => {
      row(catalog, "libvirt-not-yet").meaning = "It needs {other}.";
    },
  ],
  [
    "a number twice",
    "lowest first, each once",
    ({ logMsrs }) => {
      logMsrs.value.msrs.unshift(logMsrs.value.msrs[0]!);
    },
  ],
  [
    "a range that runs back",
    "ends before it starts",
    ({ logMsrs }) => {
      logMsrs.value.msrs[0]!.last = "0x1";
    },
  ],
  [
    "a property that QEMU has not",
    "no property vmy",
    ({ logMsrs }) => {
      logMsrs.value.msrs[0]!.property = "vmy";
    },
  ],
])("%s is found", (_, message, spoil) => {
  const catalog = copyOfCatalog();
  expect(logCheck.check(catalog)).toEqual([]);
  spoil(catalog);
  expect(logCheck.check(catalog).map((finding) => finding.message)).toEqual(
    expect.arrayContaining([expect.stringContaining(message)]),
  );
});
