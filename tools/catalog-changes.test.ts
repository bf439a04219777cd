import { expect, test } from "vitest";
import { changedFiles } from "./catalog-changes.ts";

const changelog = (...files: string[][]): string =>
  JSON.stringify({
    versions: [{ version: "2026.11.22", changes: files.map((list, i) => ({ id: `c${i}`, files: list })) }],
  });

const before = new Map([
  ["changes.json", changelog(["hosts/", "cpus/a.json"])],
  ["hosts/linux.json", '{"a": 1}'],
  ["cpus/a.json", '{"a": 1}'],
  ["schema/cpu.schema.json", "{}"],
]);

test("a changed fact is shown, and whether a new entry names its file", () => {
  const after = new Map([
    ...before,
    ["hosts/linux.json", '{"a": 2}'],
    ["cpus/a.json", '{ "a": 1 }'],
    ["schema/cpu.schema.json", "[]"],
  ]);
  const unrecorded = { file: "hosts/linux.json", lines: ["a: 1 is now 2"], isRecorded: false };
  expect(changedFiles(before, after)).toEqual([unrecorded]);
  after.set("changes.json", changelog(["hosts/", "cpus/a.json"], ["hosts/linux.json"]));
  expect(changedFiles(before, after)).toEqual([{ ...unrecorded, isRecorded: true }]);
  after.set("changes.json", changelog(["hosts/", "cpus/a.json"], ["hosts/"]));
  expect(changedFiles(before, after)).toEqual([{ ...unrecorded, isRecorded: true }]);
});

test("a file that came or went is a change", () => {
  const after = new Map([...before, ["cpus/b.json", "{}"]]);
  after.delete("cpus/a.json");
  expect(changedFiles(before, after).map(({ file, lines }) => [file, ...lines])).toEqual([
    ["cpus/a.json", "the file: gone"],
    ["cpus/b.json", "the file: new"],
  ]);
});
