import { expect, it } from "vitest";
import { copyOfCatalog } from "#testing/parsed-catalog.ts";
import type { CpuFlags } from "../schema/release.ts";
import { flagsCheck } from "./flags.ts";

const evidence = [{ source: "a test", confidence: "recalled" as const, checked: "2026-11-22" }];

function complaints(spoil: (flags: CpuFlags) => void): readonly string[] {
  const catalog = copyOfCatalog();
  spoil(catalog.flags.value);
  return flagsCheck.check(catalog).map(({ message }) => message);
}

const word = (flags: CpuFlags, id: string): CpuFlags["words"][number] => flags.words.find((row) => row.id === id)!;

it("the catalogue's own list is fine", () => {
  expect(complaints(() => undefined)).toEqual([]);
});

it.each<[string, (flags: CpuFlags) => void, string]>([
  [
    "a first release from the future",
    (flags) => (word(flags, "FEAT_SVM").since = { vnmi: "99.0" }),
    "vnmi: QEMU 99.0 is newer than the newest release known, 11.1.0",
  ],
  [
    "a first release of a flag that stands elsewhere",
    (flags) => (word(flags, "FEAT_SVM").since = { avx10: "9.2" }),
    "FEAT_SVM has no flag avx10, but a first release of it",
  ],
  [
    "an end before the start",
    (flags) => flags.properties.push({ name: "made-up", type: "bool", since: "9.0", until: "8.2" }),
    "made-up is gone before it is there",
  ],
  ["a name twice", (flags) => flags.properties.push({ name: "avx10", type: "bool" }), "avx10 is there twice"],
  [
    "an alias of nothing",
    (flags) => (flags.aliases["made-up"] = "nothing"),
    "made-up stands for nothing, which is no name",
  ],
  [
    "a backport of what is there already",
    (flags) => flags.backported.push({ series: ["9.1", "9.2"], names: ["avx10"], evidence }),
    "avx10 cannot be backported to 9.1, 9.2: it is there since 9.2",
  ],
  [
    "a backport of what was always there",
    (flags) => flags.backported.push({ series: ["2.11"], names: ["sse2"], evidence }),
    "sse2 cannot be backported to 2.11: it is there since ever",
  ],
  [
    "a need that is no flag",
    (flags) => flags.dependencies.push({ flag: "avx10", needs: "made-up", evidence }),
    "avx10 needs made-up, but made-up is no flag",
  ],
  [
    "a need that ends before it starts",
    (flags) => flags.dependencies.push({ flag: "avx10", needs: "avx", since: "10.0", until: "9.2", evidence }),
    "avx10 no longer needs avx before it does",
  ],
  [
    "a flag beside KVM's list that is none",
    (flags) => flags.beyondKvm.flags.push("made-up"),
    "made-up is no flag, so KVM cannot list it",
  ],
])("complains about %s", (_, spoil, message) => {
  expect(complaints(spoil)).toEqual([message]);
});
