import { describe, expect, test } from "vitest";
import { copyOfCatalog } from "#testing/parsed-catalog.ts";
import { layersCheck } from "./layers.ts";

const messages = (
  spoil: (
    layer: (id: string) => ReturnType<typeof copyOfCatalog>["layers"][number]["value"],
    catalog: ReturnType<typeof copyOfCatalog>,
  ) => void,
) => {
  const catalog = copyOfCatalog();
  const layer = (id: string) => catalog.layers.find(({ value }) => value.layer === id)!.value;
  spoil(layer, catalog);
  return layersCheck.check(catalog).map(({ where, message }) => `${where}: ${message}`);
};

const evidence = [{ source: "a test", confidence: "recalled" as const, checked: "2026-11-22" }];

describe("the check of layers", () => {
  test("finds nothing in the real catalogue", () => {
    expect(messages(() => {})).toEqual([]);
  });

  test.each<[string, Parameters<typeof messages>[0], string]>([
    [
      "a feature that is not there",
      (layer) => layer("nova").rows[0]!.features.push("hv-vgindex"),
      "layers/nova.json: no feature has the id hv-vgindex",
    ],
    [
      "two answers for one feature",
      (layer) => layer("nova").rows[0]!.features.push("kvm"),
      "layers/nova.json: kvm has two answers",
    ],
    ["no answer for a family", (layer) => layer("nova").rest.pop(), "layers/nova.json: xen-runstate has no answer"],
    [
      "a since that is no release",
      (layer) => (layer("kubevirt").rows[0]!.since = "0.2.1"),
      "layers/kubevirt.json: kvmclock: since or until is no release of the layer",
    ],
    [
      "an end before the start",
      (layer) => (layer("nova").rows.find((row) => row.until)!.until = "16.0.0"),
      "layers/nova.json: hv-reenlightenment: ends before it starts",
    ],
    [
      "releases out of order",
      (layer) => void (layer("nova").releases = layer("nova").releases.toReversed()),
      "layers/nova.json: releases: releases come in the order of their dates",
    ],
    [
      "a mirror that says its upstream's facts again",
      (layer) => layer("qemu").releases.push({ version: "5.2", released: null, evidence }),
      "layers/qemu.json: repeats facts that are taken from property of each feature",
    ],
    [
      "a derived layer that is missing",
      (_, catalog) => void (catalog.layers = catalog.layers.filter(({ value }) => value.from !== "property")),
      "layers: exactly one layer takes its facts from property",
    ],
    [
      "a feature with a property that is silent on libvirt",
      (_, catalog) => delete catalog.features.find(({ value }) => value.id === "hv-time")!.value.libvirt,
      "features/hyperv/hv-time.json: libvirt: a feature with a property says what libvirt has",
    ],
    [
      "a place taken twice",
      (layer) => (layer("nova").order = 20),
      "layers/nova.json: order: another layer has the same place in the stack",
    ],
  ])("names %s", (_name, spoil, expected) => {
    expect(messages(spoil)).toContain(expected);
  });
});
