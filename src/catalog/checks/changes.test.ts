import { expect, test } from "vitest";
import { copyOfCatalog } from "#testing/parsed-catalog.ts";
import { changesCheck } from "./changes.ts";

const messages = (catalog: ReturnType<typeof copyOfCatalog>): string[] =>
  changesCheck.check(catalog).map(({ message }) => message);

test("the catalogue's version has its entry in the changelog", () => {
  const catalog = copyOfCatalog();
  expect(messages(catalog)).toEqual([]);
  const { version } = catalog.index.value;
  catalog.index.value.version = "2999.01.01";
  expect(messages(catalog)).toEqual(["the catalogue's version 2999.01.01 is not the newest one here"]);
  catalog.index.value.version = version;
  catalog.changes.value.versions = [];
  expect(messages(catalog)).toEqual([`the catalogue's version ${version} is not the newest one here`]);
});

test("versions come newest first, and a change lies in its version", () => {
  const catalog = copyOfCatalog();
  const [newest] = catalog.changes.value.versions;
  catalog.changes.value.versions = [newest!];
  catalog.changes.value.versions.push({ ...newest!, version: "2999.01.01", changes: [] });
  newest!.changes = [{ ...newest!.changes[0]!, date: "2000-01-01" }];
  catalog.changes.value.versions.splice(1, catalog.changes.value.versions.length - 2);
  expect(messages(catalog)).toEqual([
    "versions come newest first, each once",
    `2000-01-01 is not in the version ${newest!.version}`,
  ]);
});

test("what a change names is there", () => {
  const catalog = copyOfCatalog();
  const [newest] = catalog.changes.value.versions;
  const change = newest!.changes[0]!;
  newest!.changes = [
    {
      ...change,
      kind: "corrected",
      before: "it was otherwise",
      files: ["features/kvm/kvmclock.json", "features/", "hosts/none.json", "nowhere/"],
      features: ["hv-time", "hv-nothing"],
      hosts: ["debian-12", "linux-6.12", "debian-1"],
      machines: ["pc-q35-6.2", "pc-q35-0.1"],
      cpus: ["EPYC", "EPYC-v1", "EPYC"],
    },
  ];
  expect(messages(catalog)).toEqual([
    "the catalogue has no hosts/none.json",
    "the catalogue has no nowhere/",
    "features: the catalogue has no hv-nothing",
    "hosts: the catalogue has no debian-1",
    "machines: the catalogue has no pc-q35-0.1",
    "cpus: the catalogue has no EPYC-v1",
    "cpus: EPYC is there twice",
    "names the file of kvmclock, not the feature",
  ]);
});

test("a change has a name of its own, and a correction says what it corrects", () => {
  const catalog = copyOfCatalog();
  const [newest] = catalog.changes.value.versions;
  const { before: _before, ...change } = newest!.changes[0]!;
  newest!.changes = [
    { ...change, kind: "corrected" },
    { ...change, kind: "added" },
  ];
  expect(messages(catalog)).toEqual(["is there twice", "a correction says what was there before"]);
});
