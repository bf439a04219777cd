import { describe, expect, it } from "vitest";
import { realCatalog } from "#testing/catalog.ts";
import { checkLink } from "./check.ts";
import { parseLink, printLink } from "./link.ts";

const catalog = realCatalog();
const check = (link: string) => checkLink(catalog, parseLink(link));

describe("a link against the catalogue", () => {
  it.each([
    ["#v=1&machine=pc-q35-99.9", "machine"],
    ["#v=1&cpu=Nonesuch", "cpu"],
    ["#v=1&host-cpu=Nonesuch", "host-cpu"],
    ["#v=1&host=beos-5", "host"],
    ["#v=1&focus=kvm-nonesuch", "focus"],
    ["#v=1&page=feature:kvm-nonesuch", "page"],
    ["#v=1&page=host:linux-99.1", "page"],
  ])("%s falls back and is reported", (link, key) => {
    const { state, issues } = check(link);
    expect(issues.map((issue) => issue.where)).toEqual([key]);
    expect(printLink(state)).toBe("");
  });

  it("of an upstream host gets the newest QEMU and libvirt, once and for ever", () => {
    const { state, issues } = check("#v=1&host=linux-6.12");
    expect(issues).toEqual([]);
    expect(state.selection.host).toMatchObject({
      kernel: "6.12",
      qemu: expect.any(String),
      libvirt: expect.any(String),
    });
    expect(check(printLink(state)).state).toEqual(state);
  });

  it("takes every name that the catalogue has", () => {
    for (const name of [...catalog.machineByName.keys(), ...catalog.boardByAlias.keys()]) {
      expect(check(`#v=1&machine=${name}`).issues).toEqual([]);
    }
    for (const name of catalog.cpuByName.keys()) expect(check(`#v=1&cpu=${name}`).issues).toEqual([]);
    for (const name of catalog.platformById.keys()) expect(check(`#v=1&host=${name}`).issues).toEqual([]);
    for (const name of catalog.featureById.keys()) expect(check(`#v=1&focus=${name}`).issues).toEqual([]);
    for (const name of catalog.featureById.keys()) expect(check(`#v=1&page=feature:${name}`).issues).toEqual([]);
    for (const name of catalog.machineByName.keys()) expect(check(`#v=1&page=machine:${name}`).issues).toEqual([]);
    for (const name of catalog.cpuByName.keys()) expect(check(`#v=1&page=cpu:${name}`).issues).toEqual([]);
    for (const name of catalog.platformById.keys()) expect(check(`#v=1&page=host:${name}`).issues).toEqual([]);
  });
});
