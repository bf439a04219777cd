// Flags that need flags: what real QEMU drops, asked over QMP with everything on but one.
import { describe, expect, test } from "vitest";
import { hasBit, hex } from "#base/u32.ts";
import { realCatalog } from "#testing/catalog.ts";
import { resolved, type VmWords } from "#testing/vm.ts";
import { allNeedsOf, needsOf } from "./flag-needs.ts";
import { flagPlace } from "./flag-place.ts";
import { qemuRelease } from "./qemu-release.ts";
import type { Leaf } from "./resolved.ts";

const catalog = realCatalog();
const release = (text: string) => qemuRelease(catalog, text.split(".").map(Number));

const leaf = (words: VmWords, number: number, subleaf = 0): Leaf | undefined =>
  resolved({ machine: "q35", vendor: "intel", ...words }).leaves.find(
    (row) => row.leaf === number && row.subleaf === subleaf,
  );

function seen(words: VmWords, name: string): boolean | "open" {
  const place = flagPlace(catalog, name)!;
  const row = leaf(words, place.leaf, place.subleaf);
  if (row?.unpredicted.includes(place.register) === true) return "open";
  return row !== undefined && hasBit(row[place.register], place.bit);
}

describe("a flag whose need is off", () => {
  test.each<[qemu: string, cpu: string, flag: string, boolean | "open"]>([
    ["11.1", "Skylake-Server,+fred,+lkgs,+wrmsrns", "fred", true],
    ["11.1", "Skylake-Server,+fred,+lkgs,+wrmsrns,-lm", "fred", false],
    ["11.1", "Skylake-Server,+fred,+wrmsrns", "fred", false],
    ["11.1", "Skylake-Server,+fred,+lkgs", "fred", true],
    // Which releases ask for wrmsrns was not traced.
    ["9.2", "Skylake-Server,+fred,+lkgs", "fred", "open"],
    ["9.2", "Skylake-Server,+fred,+lkgs,+wrmsrns", "fred", true],
    ["7.2", "Skylake-Server,+sgxlc", "sgxlc", false],
    ["7.2", "Skylake-Server,+sgxlc,+sgx", "sgxlc", true],
    ["10.0", "Skylake-Server,+avx10", "avx10", false],
    ["10.0", "Skylake-Server,+avx10,+avx10-128", "avx10", true],
    ["10.0", "GraniteRapids-v2,-avx10-128", "avx10", false],
  ])("QEMU %s, -cpu %s: %s", (qemu, cpu, flag, expected) => {
    expect(seen({ qemu, cpu }, flag)).toBe(expected);
  });

  test("takes what needs it along", () => {
    const ebx = (flags: string): string => hex(leaf({ qemu: "10.0", cpu: `GraniteRapids-v2${flags}` }, 0x24)?.ebx ?? 0);
    expect(ebx("")).toBe("0x00070001");
    expect(ebx(",-avx10-512")).toBe("0x00030001");
    expect(ebx(",-avx10-256")).toBe("0x00010001");
    expect(ebx(",-avx10-128")).toBe("0x00000000");
  });

  test("is said, in Flipbit's own words", () => {
    const { problems } = resolved({ machine: "q35", vendor: "intel", qemu: "10.0", cpu: "Skylake-Server,+avx10" });
    expect(problems).toContainEqual({
      rule: "flag-needs",
      severity: "warning",
      text: "QEMU drops avx10: it needs avx10-128, which is off.",
      printed: false,
      property: "avx10",
    });
  });
});

describe("AVX10's word", () => {
  test("holds the version that the user or the model gives, else the host's", () => {
    expect(leaf({ qemu: "11.1", cpu: "DiamondRapids" }, 0x24)).toMatchObject({ ebx: 0x70002, unpredicted: ["eax"] });
    expect(leaf({ qemu: "10.0", cpu: "GraniteRapids-v2,avx10-version=2" }, 0x24)).toMatchObject({ ebx: 0x70002 });
    expect(leaf({ qemu: "10.0", cpu: "Skylake-Server,+avx10,+avx10-128" }, 0x24)?.unpredicted).toContain("ebx");
  });

  test("has a second sub-leaf, which needs avx10 too", () => {
    expect(leaf({ qemu: "11.1", cpu: "DiamondRapids" }, 0x24, 1)).toMatchObject({ ecx: 4 });
    expect(leaf({ qemu: "11.1", cpu: "DiamondRapids,-avx10" }, 0x24, 1)).toBeUndefined();
  });
});

test("needs are those of the release and that of the leaf", () => {
  expect(needsOf(catalog, release("11.1"), "xsaveopt")).toEqual(["xsave"]);
  expect(needsOf(catalog, release("11.1"), "fred")).toEqual(["lm", "lkgs"]);
  expect(needsOf(catalog, release("9.0"), "fred")).toEqual([]);
  expect(allNeedsOf(catalog, release("11.1"), "avx10-512")).toEqual(["avx10-256", "avx10", "avx10-128"]);
});
