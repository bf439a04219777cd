import { describe, expect, it } from "vitest";
import { realCatalog } from "#testing/catalog.ts";
import { registerPlaces, strip } from "./bit-places.ts";
import { hostRows, reportedBy } from "./host-rows.ts";
import { compatGroups } from "./machine-facts.ts";
import { sinceRows } from "./since-rows.ts";
import { earliest, sinceText } from "./since-text.ts";
import { flagLine, libvirtLines } from "./snippet-text.ts";
import { ticks, yearShare } from "./time-line.ts";
import { wordRows } from "./word-rows.ts";

const catalog = realCatalog();
const featureOf = (id: string) => catalog.featureById.get(id)!;

describe("a feature's page", () => {
  it("says since when each layer knows it", () => {
    const rows = sinceRows(catalog, featureOf("kvm-asyncpf-int"));
    expect(rows).toHaveLength(catalog.layers.length);
    expect(rows.find(({ layer }) => layer === "QEMU")).toMatchObject({
      since: "5.2",
      released: "2020-12-08",
      name: "kvm-asyncpf-int",
      byDefault: "off",
      file: "features/kvm/kvm-asyncpf-int.json",
    });
    expect(rows.find(({ layer }) => layer === "libvirt")).toMatchObject({ since: "", byDefault: undefined });
    expect(rows.find(({ layer }) => layer === "KubeVirt")).toMatchObject({ file: "layers/kubevirt.json" });
  });

  it("draws every place of every feature as 32 bits", () => {
    for (const feature of catalog.features) {
      for (const place of registerPlaces(feature.cpuid)) {
        const cells = strip(catalog, feature.id, place);
        expect(cells.map(({ bit }) => bit)).toEqual(Array.from({ length: 32 }, (_, index) => 31 - index));
        expect(place.rows.every(({ where }) => /^(bits? \d|the register)/.test(where))).toBe(true);
        expect(cells.filter(({ look }) => look === "set").map(({ bit }) => bit)).toEqual(
          [...place.set].toSorted((a, b) => b - a),
        );
      }
    }
  });

  it("writes the option and the element", () => {
    expect(flagLine(featureOf("kvm-asyncpf-int"))).toBe("-cpu MODEL,+kvm-asyncpf-int");
    expect(flagLine(featureOf("hv-spinlocks"))).toBe("-cpu MODEL,hv-spinlocks=N");
    expect(flagLine(featureOf("vmport"))).toBe("-machine TYPE,vmport=on");
    expect(libvirtLines(featureOf("kvm-asyncpf-int"))).toBeUndefined();
    expect(libvirtLines(featureOf("hv-relaxed"))).toBe(
      "<features>\n  <hyperv>\n    <relaxed state='on'/>\n  </hyperv>\n</features>",
    );
  });

  it("writes versions for people", () => {
    expect(sinceText("<=4.5")).toBe("≤ 4.5");
    expect(sinceText("7.2.0")).toBe("7.2");
    expect(sinceText("2.6.35")).toBe("2.6.35");
    expect(earliest(["5.10", "5.9", "<=5.11"])).toBe("5.9");
    expect(earliest([])).toBeUndefined();
  });

  it("puts days between the first and the last year", () => {
    const years = ticks(["2007-02-05", "2020-08-02"]);
    expect(years.length).toBeLessThan(8);
    expect(yearShare(years, "2007-01-01")).toBe(0);
    expect(yearShare(years, "2020-08-02")).toBeLessThanOrEqual(100);
    expect(ticks([])).toEqual([]);
  });
});

describe("the other pages", () => {
  it("a machine type inherits what newer ones of its board add, but not what older ones do", () => {
    const names = compatGroups(catalog.machineByName.get("pc-q35-5.1")!).map(({ name }) => name);
    expect(names).toContain("pc-q35-5.1");
    expect(names).toContain("pc-q35-6.1");
    expect(names).not.toContain("pc-q35-5.0");
  });

  it("a CPU model's words name the flags that a version turned", () => {
    const versions = catalog.cpuByName.get("Skylake-Server")!.model.versions;
    const row = wordRows(catalog, versions).find(({ key }) => key === "0x00000007:0:ebx");
    expect(row?.cells[0]?.changed).toBe("");
    expect(row?.cells[2]?.changed).toBe("-hle -rtm");
  });

  it("every host has a row, and every feature an answer", () => {
    const rows = hostRows(catalog);
    expect(rows).toHaveLength(catalog.platforms.length + catalog.kernels.length);
    for (const { id } of rows) {
      const { yes, no, unknown } = reportedBy(catalog, id);
      expect(yes.length + no.length + unknown.length).toBeGreaterThan(30);
    }
  });
});
