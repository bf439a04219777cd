// The guess against real guests: from nothing but the measured leaves it must find flags that make the same leaves again.
import { describe, expect, it } from "vitest";
import { hex, u32 } from "#base/u32.ts";
import { resolveVm } from "../resolve.ts";
import type { Selection } from "../selection.ts";
import { realCatalog } from "#testing/catalog.ts";
import { observed, type MeasuredCase, type MeasuredGuests } from "#testing/observed.ts";
import { decodeCpu, type DecodedCpu } from "./compare.ts";
import { guessSelection } from "./guess.ts";
import { isHypervisorLeaf } from "./interfaces.ts";

const catalog = realCatalog();

const decoded = ({ name, leaves }: MeasuredCase): DecodedCpu =>
  decodeCpu(catalog, "guest", {
    label: name,
    leaves: Object.entries(leaves).map(([leaf, words]) => ({
      leaf: u32(Number(leaf)),
      subleaf: 0,
      line: 0,
      words: { eax: Number(words.eax), ebx: Number(words.ebx), ecx: Number(words.ecx), edx: Number(words.edx) },
    })),
  });

/** Machine type and CPU model of a case, which a user chooses; its flags are to be found. */
function chosen({ args }: MeasuredCase, { qemu, kernel }: MeasuredGuests): Selection {
  const machine = /-machine ([^, ]+)/.exec(args)?.[1] ?? "";
  const cpu = /-cpu ([^, ]+)/.exec(args)?.[1] ?? "";
  return { machine, cpu, overrides: [], accel: "kvm", host: { qemu, kernel, vendor: "amd", hyperv: true } };
}

describe.each(observed<MeasuredGuests>("guest-").map(({ file, value }) => [file, value] as const))(
  "%s",
  (_, guests) => {
    const started = guests.cases.filter(({ starts, leaves }) => starts && leaves["0x40000000"] !== undefined);

    it("most guests' leaves are found again bit for bit, and exact is never said of others", () => {
      const results = started.map((row) => ({
        row,
        guess: guessSelection(catalog, chosen(row, guests), decoded(row)),
      }));
      const exact = results.filter(({ guess }) => guess?.sureness === "exact");
      for (const { guess, row } of exact) {
        const made = guess && resolveVm(catalog, guess.selection);
        const leaves = made?.leaves.filter(
          ({ leaf, unpredicted }) => isHypervisorLeaf(leaf) && unpredicted.length === 0,
        );
        const words = leaves?.map(({ leaf, eax, ebx, ecx, edx }) => [hex(leaf), [eax, ebx, ecx, edx].map(hex)]);
        const measured = leaves?.map(({ leaf }) => [hex(leaf), Object.values(row.leaves[hex(leaf)] ?? {})]);
        expect({ args: row.args, starts: made?.starts === "no", words }).toEqual({
          args: row.args,
          starts: false,
          words: measured,
        });
      }
      expect(exact.length / started.length).toBeGreaterThan(0.95);
    });
  },
);
