import { expect, test } from "vitest";
import { copyOfCatalog } from "#testing/parsed-catalog.ts";
import { sinceFacts } from "./since-facts.ts";

test("each first release is counted once, with the confidence of its nearest evidence", () => {
  const facts = sinceFacts(copyOfCatalog());
  const of = (layer: string, what: string) =>
    facts.filter((fact) => fact.layer === layer && fact.what.startsWith(what));
  expect(of("libvirt", "hv-xmm-input")).toEqual([
    expect.objectContaining({ since: "10.7.0", confidence: "documented", file: "features/hyperv/hv-xmm-input.json" }),
  ]);
  expect(of("qemu", "hv-default")).toEqual([]);
  expect(of("machine types", "pc-q35-7.2 introduced")).toHaveLength(1);
  expect(of("nova", "hv-ipi")).toEqual([expect.objectContaining({ since: "26.0.0", confidence: "verified" })]);
  expect(of("nova", "hv-avic")).toEqual([]);
});

test("a feature's evidence may be weaker than that of the part around it", () => {
  const catalog = copyOfCatalog();
  const { value } = catalog.features.find(({ value }) => value.id === "hv-time")!;
  value.evidence["libvirt.since"] = [{ source: "own knowledge", confidence: "recalled", checked: "2026-11-22" }];
  const fact = sinceFacts(catalog).find(({ layer, what }) => layer === "libvirt" && what.startsWith("hv-time "));
  expect(fact?.confidence).toBe("recalled");
});
