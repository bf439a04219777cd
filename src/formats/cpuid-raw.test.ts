import { describe, expect, it } from "vitest";
import { resolved } from "#testing/vm.ts";
import { printRaw, printRawLeaf } from "./cpuid-raw.ts";

const LINE =
  /^ {3}(0x[0-9a-f]{8}) 0x([0-9a-f]{2}): eax=(0x[0-9a-f]{8}) ebx=(0x[0-9a-f]{8}) ecx=(0x[0-9a-f]{8}) edx=(0x[0-9a-f]{8})$/;

describe("raw leaves", () => {
  const { leaves } = resolved({ cpu: "EPYC,hv-relaxed,hv-vpindex" });
  const lines = printRaw(leaves).trimEnd().split("\n");

  it("are a line each below the CPU", () => {
    expect(lines[0]).toBe("CPU 0:");
    expect(lines).toHaveLength(leaves.length + 1);
    expect(lines).toContain("   0x40000000 0x00: eax=0x40000005 ebx=0x7263694d ecx=0x666f736f edx=0x76482074");
  });

  it("read back as the same words", () => {
    const read = lines.map((line) =>
      LINE.exec(line)
        ?.slice(1)
        .map((word) => Number.parseInt(word, 16)),
    );
    const known = leaves.filter((leaf) => leaf.unpredicted.length === 0);
    expect(known.length).toBeGreaterThan(5);
    expect(read.filter(Boolean)).toEqual(
      known.map(({ leaf, subleaf, eax, ebx, ecx, edx }) => [leaf, subleaf, eax, ebx, ecx, edx]),
    );
  });

  it("a word that is not predicted is never a zero", () => {
    const open = leaves.find((leaf) => leaf.unpredicted.includes("eax"));
    expect(open && printRawLeaf(open)).toMatch(/^# {2}0x.*eax=\?/);
  });
});
