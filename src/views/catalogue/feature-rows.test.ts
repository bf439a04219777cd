import { describe, expect, it } from "vitest";
import { realCatalog } from "#testing/catalog.ts";
import { FACETS, featureRow, narrowed, parseChosen, printChosen } from "./feature-rows.ts";

const catalog = realCatalog();
const rows = catalog.features.map((feature) => featureRow(catalog, feature));
const ids = (find: string, only: string) => narrowed(rows, find, parseChosen(only)).map(({ feature }) => feature.id);

describe("the list of features", () => {
  it.each([
    ["kvm_asyncpf_int", ["kvm-asyncpf-int"]],
    ["0x4b564d06", ["kvm-asyncpf-int"]],
    ["interrupt missing page", ["kvm-asyncpf-int"]],
    ["no such thing", []],
  ])("finds %s", (find, found) => expect(ids(find, "")).toEqual(found));

  it("is narrowed by every facet at once", () => {
    expect(ids("", "family:hyperv,libvirt:no")).toContain("hv-enforce-cpuid");
    expect(ids("", "family:hyperv,libvirt:no")).not.toContain("hv-stimer");
    expect(ids("", "default:on,family:kvm")).toEqual(expect.arrayContaining(["kvmclock", "kvm-pv-eoi"]));
  });

  it("ignores a facet that this release does not know", () => {
    expect(ids("", "colour:red")).toHaveLength(rows.length);
  });

  it.each(FACETS.map((facet) => [facet.id, facet] as const))("has an option for every feature: %s", (_, facet) => {
    const values = new Set([...facet.options.map(({ value }) => value), ...(facet.id === "sure" ? ["none"] : [])]);
    expect(rows.filter((row) => !values.has(facet.of(row)))).toEqual([]);
  });

  it("writes its facets as it reads them", () => {
    expect(printChosen(parseChosen("family:kvm,kernel:5.x"))).toBe("family:kvm,kernel:5.x");
    expect(printChosen(new Map([["family", ""]]))).toBe("");
  });
});
