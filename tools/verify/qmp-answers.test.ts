// Answers as QEMU gives them, cut down to what matters.
import { describe, expect, it } from "vitest";
import { readExpansion, readMachines, readModels, readProperties, readVersion } from "./qmp-answers.ts";

it("reads query-version", () => {
  const answer = { qemu: { micro: 22, minor: 2, major: 7 }, package: "Debian 1:7.2+dfsg-7" };
  expect(readVersion(answer)).toEqual({ release: "7.2.22", build: "Debian 1:7.2+dfsg-7" });
});

describe("query-machines", () => {
  it("of a release that tells what is pinned: the last row of a property holds", () => {
    const pins = [
      { "qom-type": "x86_64-cpu", property: "pdcm", value: "on" },
      { "qom-type": "x86_64-cpu", property: "pdcm", value: "off" },
    ];
    const answer = [{ name: "pc-q35-9.2", alias: "q35", deprecated: false, "compat-props": pins, "cpu-max": 4096 }];
    expect(readMachines(answer).get("pc-q35-9.2")).toEqual({
      name: "pc-q35-9.2",
      alias: "q35",
      isDefault: false,
      isDeprecated: false,
      compat: new Map([["x86_64-cpu.pdcm", "off"]]),
    });
  });

  it("of an old release", () => {
    expect(readMachines([{ name: "isapc", "cpu-max": 1 }]).get("isapc")).toMatchObject({
      alias: undefined,
      isDeprecated: undefined,
      compat: undefined,
    });
  });
});

it("reads query-cpu-definitions", () => {
  const answer = [{ name: "EPYC", typename: "EPYC-x86_64-cpu", "alias-of": "EPYC-v1", deprecated: false }];
  expect(readModels(answer).get("EPYC")).toEqual({ name: "EPYC", aliasOf: "EPYC-v1", isDeprecated: false });
});

it("reads lists of properties", () => {
  expect([...readProperties([{ name: "hv-relaxed", type: "bool", "default-value": false }])]).toEqual([
    ["hv-relaxed", "bool"],
  ]);
});

it("reads query-cpu-model-expansion, and leaves out what is no plain value", () => {
  const answer = { model: { name: "base", props: { aes: true, family: 23, vendor: "AuthenticAMD", memory: null } } };
  expect([...readExpansion(answer)]).toEqual([
    ["aes", true],
    ["family", 23],
    ["vendor", "AuthenticAMD"],
  ]);
});

it("takes no answer of another shape for an empty one", () => {
  for (const read of [readMachines, readModels, readProperties, readExpansion, readVersion])
    expect(() => read({ unexpected: true })).toThrow(/Invalid/);
});
