import { describe, expect, test } from "vitest";
import { realCatalog } from "#testing/catalog.ts";
import { layerRow, layerRows } from "./layer-rows.ts";

const catalog = realCatalog();
const row = (layer: string, feature: string) =>
  layerRow(
    catalog,
    catalog.layers.find((one) => one.layer === layer)!,
    catalog.featureById.get(feature)!,
  );

describe("layerRow", () => {
  test("says something of every feature in every layer", () => {
    for (const layer of catalog.layers) {
      const rows = layerRows(catalog, layer);
      expect(rows.map(({ feature }) => feature)).toEqual(catalog.features.map(({ id }) => id));
    }
  });

  test.each([
    ["linux-kvm-host", "kvm-asyncpf-int", { since: "5.8", date: "2020-08-02", default: "on" }],
    ["linux-guest", "kvm-asyncpf-int", { since: "5.9", date: "2020-10-11", default: "on" }],
    ["qemu", "kvm-asyncpf-int", { since: "5.2", date: "2020-12-08", default: "off", name: "kvm-asyncpf-int" }],
    ["libvirt", "kvm-asyncpf-int", { since: null, date: null, default: "n/a", name: null }],
    ["kubevirt", "kvm-asyncpf-int", { since: null, default: "off", name: null }],
    ["qemu", "kvmclock", { since: "<=1.0", date: null, default: "on" }],
    ["qemu", "kvm-msi-ext-dest-id", { default: "depends", when: "on with kernel-irqchip=split" }],
    ["qemu", "vmport", { since: "2.2", default: "depends" }],
    ["qemu", "hv-default", { since: null, default: "n/a" }],
    ["libvirt", "hv-tlbflush", { since: "4.7.0", date: "2018-09-03", default: "off", name: "<tlbflush state='on'/>" }],
    ["linux-kvm-host", "hv-emsr-bitmap", { since: "5.17" }],
    ["linux-kvm-host", "hv-evmcs", { since: "4.20", default: "depends" }],
    ["linux-kvm-host", "hv-vendor-id", { since: null, default: "n/a" }],
    ["nova", "hv-evmcs", { since: "26.0.0", until: "29.0.0", date: "2022-10-05", default: "off" }],
    ["ovirt", "hv-relaxed", { since: "<=4.2.0", date: null }],
    ["proxmox", "hv-tlbflush", { since: "6.0-2", date: "2019-06-24", default: "off" }],
    ["windows-guest", "kvmclock", { since: null, default: "off" }],
    ["linux-guest", "hv-time", { since: null, default: "depends" }],
  ])("%s of %s", (layer, feature, expected) => {
    expect(row(layer, feature)).toMatchObject(expected);
  });

  test("a first libvirt release is as sure as its own evidence, not as the element measured today", () => {
    expect(row("libvirt", "hv-tlbflush").sureness).toBe("verified");
    expect(row("libvirt", "hv-xmm-input").sureness).toBe("documented");
  });
});
