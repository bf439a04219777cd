import { describe, expect, it } from "vitest";
import { realCatalog } from "#testing/catalog.ts";
import { search } from "./search.ts";

const catalog = realCatalog();
const first = (query: string) => search(catalog, query)[0];

describe("search", () => {
  it.each([
    ["hv_time", { kind: "feature", id: "hv-time" }],
    ["kvm-pv-eoi", { kind: "feature", id: "kvm-pv-eoi" }],
    ["eax bit 14", { kind: "bit", id: "kvm-asyncpf-int" }],
    ["40000003 EAX 9", { kind: "bit", id: "hv-time" }],
    ["pc-q35-6.2", { kind: "machine", id: "pc-q35-6.2" }],
    ["epyc", { kind: "cpu", id: "EPYC" }],
    ["debian 13", { kind: "host", id: "debian-13" }],
    ["linux 5.4", { kind: "host", id: "linux-5.4" }],
  ])("%s", (query, found) => {
    expect(first(query)).toMatchObject(found);
  });

  it("offers the features before anything is typed, and nothing for nonsense", () => {
    expect(search(catalog, " ").every((find) => find.kind === "feature")).toBe(true);
    expect(search(catalog, "no such thing")).toEqual([]);
  });
});
