import { expect, test } from "vitest";
import { copyOfCatalog } from "#testing/parsed-catalog.ts";
import { rangesCheck } from "./ranges.ts";

const featureOf = (catalog: ReturnType<typeof copyOfCatalog>, id: string) =>
  catalog.features.find(({ value }) => value.id === id)!.value;

type Copy = ReturnType<typeof copyOfCatalog>;
const ASYNC = "features/kvm/kvm-asyncpf-int.json";
const asyncPf = (catalog: Copy) => featureOf(catalog, "kvm-asyncpf-int");

test.each<[string, string, (catalog: Copy) => void]>([
  ["a property", `${ASYNC}: property`, (catalog) => (asyncPf(catalog).property!.until = "5.2")],
  ["a report", `${ASYNC}: reports.0`, (catalog) => (asyncPf(catalog).reports[0]!.until = "5.7")],
  ["a capability", `${ASYNC}: capabilities.0`, (catalog) => (asyncPf(catalog).capabilities[0]!.until = "5.8")],
  [
    "a machine type",
    "machines/isapc.json: versions.0",
    ({ boards }) => {
      const [version] = boards.find(({ value }) => value.board === "isapc")!.value.versions;
      Object.assign(version!, { introduced: "2.0", removed: "1.7" });
    },
  ],
  [
    "a CPU model",
    "cpus/epyc.json",
    ({ cpus }) => Object.assign(cpus.find(({ file }) => file === "cpus/epyc.json")!.value, { removed: "2.0" }),
  ],
  [
    "a stable backport",
    "hosts/linux.json: backports.0",
    ({ linux }) => Object.assign(linux.value.backports[0]!, { absentIn: "4.14.9", presentIn: "4.14.8" }),
  ],
  [
    "a platform's life",
    "hosts/debian.json: platforms.0",
    ({ platforms }) =>
      Object.assign(platforms.find(({ value }) => value.family === "debian")!.value.platforms[0]!, {
        released: "2020-02-01",
        eol: "2020-01-31",
      }),
  ],
  [
    "a behaviour",
    "releases/qemu-messages.json: behaviours.0",
    ({ messages }) => Object.assign(messages.value.behaviours[0]!, { since: "9.0", until: "8.2" }),
  ],
])("%s does not end before it starts", (_, where, plant) => {
  const catalog = copyOfCatalog();
  expect(rangesCheck.check(catalog)).toEqual([]);
  plant(catalog);
  expect(rangesCheck.check(catalog)).toEqual([{ where, message: expect.stringContaining("ends before it starts") }]);
});

test("versions compare as numbers, and an untraced start counts as its bound", () => {
  const catalog = copyOfCatalog();
  asyncPf(catalog).reports[0]!.until = "5.10";
  expect(rangesCheck.check(catalog)).toEqual([]);
  Object.assign(asyncPf(catalog).reports[0]!, { since: "<=5.8", until: "5.8" });
  expect(rangesCheck.check(catalog)).toHaveLength(1);
});

test("two wordings of one message follow each other, and do not overlap", () => {
  const catalog = copyOfCatalog();
  const { messages } = catalog.messages.value;
  const row = messages.find(({ id }) => id === "enforce-failed")!;
  messages.push({ ...row, since: "9.0" });
  expect(rangesCheck.check(catalog)).toEqual([
    { where: "releases/qemu-messages.json: enforce-failed", message: "two wordings hold for the same QEMU release" },
  ]);
  row.until = "9.0";
  expect(rangesCheck.check(catalog)).toEqual([]);
});
