// Several vCPUs: what real QEMU 5.2.0, 7.2.22, 10.0.13 and 11.1.3 guests read under TCG, from -smp to the bits of a package.
import { describe, expect, test } from "vitest";
import { hasBit } from "#base/u32.ts";
import { vm, leafOf, type VmWords } from "#testing/vm.ts";
import { realCatalog } from "#testing/catalog.ts";
import { resolveVm } from "./resolve.ts";
import type { Topology } from "./selection.ts";

type Read = readonly [number: number, ht: boolean, cmpLegacy: boolean];

const ALONE: Read = [0, false, false];
const THREE: Read = [3, true, true];

function read(words: VmWords): Read | "open" {
  const made = resolveVm(realCatalog(), vm({ accel: "tcg", cpu: "qemu64", vcpus: 3, ...words }));
  const [first, extended] = [leafOf(made, 1), leafOf(made, 0x80000001)];
  if (first?.unpredicted.includes("ebx") === true) return "open";
  return [((first?.ebx ?? 0) >>> 16) & 0xff, hasBit(first?.edx ?? 0, 28), hasBit(extended?.ecx ?? 0, 1)];
}

describe("the bits of a package", () => {
  test.each<[qemu: string, machine: string, Read]>([
    ["5.2", "pc-q35-5.2", ALONE],
    ["5.2", "microvm", ALONE],
    ["7.2", "pc-q35-6.1", ALONE],
    ["7.2", "pc-i440fx-2.4", ALONE],
    ["7.2", "pc-q35-6.2", THREE],
    ["7.2", "microvm", THREE],
    ["10.0", "pc-q35-6.1", ALONE],
    ["10.0", "pc-q35-10.0", THREE],
    ["11.1", "pc-q35-6.1", ALONE],
    ["11.1", "pc-q35-11.1", THREE],
  ])("-smp 3 on QEMU %s, %s", (qemu, machine, expected) => {
    expect(read({ qemu, machine })).toEqual(expected);
  });

  test.each<[qemu: string, Read | "open"]>([
    ["7.2", [3, true, false]],
    ["10.0", "open"],
    ["11.1", [4, true, false]],
  ])("with an Intel vendor CMP_LEGACY stays clear, and QEMU %s writes its number", (qemu, expected) => {
    expect(read({ qemu, machine: "q35", cpu: "qemu64,vendor=GenuineIntel" })).toEqual(expected);
  });

  test.each<[machine: string, vcpus: number, topology: Topology, Read | "open"]>([
    ["pc-q35-7.2", 4, { sockets: 4 }, ALONE],
    ["pc-q35-7.2", 4, { sockets: 2 }, [2, true, true]],
    ["pc-q35-7.2", 4, { cores: 2 }, [2, true, true]],
    ["pc-q35-7.2", 2, { maxcpus: 4 }, [4, true, true]],
    ["pc-q35-7.2", 4, { threads: 2 }, [4, true, true]],
    ["pc-q35-5.2", 4, { threads: 2 }, [2, true, true]],
    ["pc-q35-6.1", 4, { cores: 4 }, [4, true, true]],
    ["pc-q35-7.2", 4, { sockets: 1, cores: 2 }, [4, true, true]],
    ["pc-q35-7.2", 6, { dies: 2 }, "open"],
  ])("%s with %i vCPUs and %o", (machine, vcpus, topology, expected) => {
    expect(read({ qemu: "7.2", machine, vcpus, topology })).toEqual(expected);
  });

  test("with one vCPU nothing is set, and of several the flags say nothing", () => {
    expect(read({ qemu: "7.2", machine: "pc-q35-7.2", vcpus: 1 })).toEqual(ALONE);
    expect(read({ qemu: "7.2", machine: "pc-q35-7.2", cpu: "qemu64,-ht,-cmp-legacy" })).toEqual(THREE);
  });

  test("of a distribution's own types nobody has recorded it", () => {
    expect(read({ platform: "rhel-9.6", machine: "q35" })).toBe("open");
  });
});
