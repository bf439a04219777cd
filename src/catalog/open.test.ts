// The look-ups of the opened catalogue: every name leads to its thing, and to that one only.
import { describe, expect, it } from "vitest";
import { realCatalog } from "#testing/catalog.ts";

const catalog = realCatalog();

describe("features", () => {
  it("by id", () => {
    expect(catalog.featureById.size).toBe(catalog.features.length);
    for (const feature of catalog.features) expect(catalog.featureById.get(feature.id)).toBe(feature);
  });

  it("by property and by every alias of it", () => {
    for (const feature of catalog.features) {
      const names = feature.property ? [feature.property.name, ...feature.property.aliases] : [];
      for (const name of names) expect(catalog.featureByProperty.get(name)).toBe(feature);
    }
    expect(catalog.featureByProperty.get("hv_apicv")?.id).toBe("hv-avic");
    expect(catalog.featureByProperty.get("kvm_pv_eoi")?.id).toBe("kvm-pv-eoi");
    expect(catalog.featureByProperty.get("xen-version")?.id).toBe("xen-emulation");
    expect(catalog.featureByProperty.get("hv-nonsense")).toBeUndefined();
  });
});

describe("machine types", () => {
  it("by name, with their board and place in it", () => {
    const names = catalog.boards.flatMap((board) => board.versions.map((row) => row.name));
    expect([...catalog.machineByName.keys()]).toEqual(names);
    for (const [name, entry] of catalog.machineByName) {
      expect(entry.version.name).toBe(name);
      expect(entry.board.versions[entry.index]).toBe(entry.version);
    }
  });

  it("boards by alias: upstream's and RHEL's", () => {
    expect(
      catalog.boardByAlias
        .get("q35")
        ?.map((board) => board.board)
        .toSorted(),
    ).toEqual(["pc-q35", "pc-q35-rhel"]);
    expect(
      catalog.boardByAlias
        .get("pc")
        ?.map((board) => board.board)
        .toSorted(),
    ).toEqual(["pc-i440fx", "pc-i440fx-rhel"]);
    expect(catalog.boardByAlias.get("microvm")).toBeUndefined();
  });
});

describe("CPU models", () => {
  it("by name: the model, its versions and their aliases", () => {
    const epyc = catalog.cpuByName.get("EPYC");
    expect([epyc?.model.model, epyc?.version]).toEqual(["EPYC", undefined]);
    expect(catalog.cpuByName.get("EPYC-v3")?.version?.version).toBe(3);
    expect(catalog.cpuByName.get("EPYC-IBPB")?.version?.name).toBe("EPYC-v2");
    expect(catalog.cpuByName.get("epyc")).toBeUndefined();
  });

  it("a name's own release may differ from its version's", () => {
    expect(catalog.cpuByName.get("EPYC-IBPB")?.introduced).toBe("2.12");
    expect(catalog.cpuByName.get("EPYC-v2")?.introduced).toBe("4.1");
  });

  it("a named model that QEMU still has comes with its words", () => {
    expect(["host", "max", "base"].map((name) => catalog.cpuByName.get(name)?.model.kind)).toEqual([
      "host",
      "max",
      "base",
    ]);
    const named = catalog.cpus.filter((model) => model.kind === "named" && model.removed === undefined);
    expect(named.length).toBeGreaterThan(40);
    expect(named.filter((model) => model.versions.some((row) => row.words === undefined))).toEqual([]);
  });
});

describe("platforms", () => {
  it("by id", () => {
    expect(catalog.platformById.size).toBe(catalog.platforms.length);
    expect(catalog.platformById.get("debian-12")).toMatchObject({ kernelBase: "6.1", qemu: "7.2", family: "debian" });
  });
});
