import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  parseCpu,
  parseGlobal,
  parseSuboptions,
  printFlag,
  printGlobal,
  printGlobalLong,
  printImplied,
} from "./qemu-options.ts";

describe("suboptions", () => {
  test.each([
    ["q35", [["type", "q35"]]],
    [
      "q35,accel=kvm",
      [
        ["type", "q35"],
        ["accel", "kvm"],
      ],
    ],
    [
      "type=a,,b,x=1,,,y=2",
      [
        ["type", "a,b"],
        ["x", "1,"],
        ["y", "2"],
      ],
    ],
    [
      "accel=kvm,usb",
      [
        ["accel", "kvm"],
        ["usb", undefined],
      ],
    ],
    ["x==y", [["x", "=y"]]],
    ["", []],
  ])("%j", (text, expected) => {
    expect(parseSuboptions(text, "type").map(({ key, value }) => [key, value])).toEqual(expected);
  });

  test("an implied value comes back, whatever it is", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", minLength: 1 }), (value) => {
        expect(parseSuboptions(printImplied("type", value), "type")).toEqual([{ key: "type", value }]);
      }),
    );
  });
});

describe("-cpu", () => {
  test("keeps order and spelling; commas only separate", () => {
    expect(parseCpu("EPYC,+kvm_pv_eoi,,-x2apic,hv-relaxed,hv-vendor-id=a=b,")).toEqual({
      model: "EPYC",
      overrides: [
        { property: "kvm_pv_eoi", form: "plus", value: "on" },
        { property: "x2apic", form: "minus", value: "off" },
        { property: "hv-relaxed", form: "value", value: "on" },
        { property: "hv-vendor-id", form: "value", value: "a=b" },
      ],
    });
  });

  test.each([
    [{ property: "a", form: "value", value: "1,2" }, undefined],
    [{ property: "+a", form: "value", value: "1" }, undefined],
    [{ property: "a=b", form: "value", value: "1" }, undefined],
    [{ property: "a=b", form: "plus", value: "on" }, "+a=b"],
    [{ property: "a", form: "minus", value: "off" }, "-a"],
    [{ property: "a", form: "value", value: "" }, "a="],
  ] as const)("%j is written %j", (override, text) => expect(printFlag(override)).toBe(text));
});

describe("-global", () => {
  test.each([
    ["EPYC-x86_64-cpu.kvm-pv-eoi=off", { driver: "EPYC-x86_64-cpu", property: "kvm-pv-eoi", value: "off" }],
    ["d.p=a,b=c", { driver: "d", property: "p", value: "a,b=c" }],
    ["a.b.c=d", { driver: "a", property: "b.c", value: "d" }],
    ["driver=d,property=p,value=a,,b", { driver: "d", property: "p", value: "a,b" }],
    ["value=v,driver=d,property=p", { driver: "d", property: "p", value: "v" }],
    ["foo", undefined],
    ["foo.bar", undefined],
    ["driver=d,property=p", undefined],
    ["driver=d,property=p,value=v,x=y", undefined],
  ])("%j", (text, expected) => expect(parseGlobal(text)).toEqual(expected));

  test("every property comes back from both forms", () => {
    const any = fc.string({ unit: "binary" });
    fc.assert(
      fc.property(any, any, any, (driver, property, value) => {
        const row = { driver, property, value };
        expect(parseGlobal(printGlobal(row))).toEqual(row);
        expect(parseGlobal(printGlobalLong(row))).toEqual(row);
      }),
    );
  });
});
