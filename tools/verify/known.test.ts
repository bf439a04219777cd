import { expect, it } from "vitest";
import { openJudge, readKnownDifferences, type KnownDifference } from "./known.ts";
import { openReport } from "./report.ts";

const row: KnownDifference = { program: "qemu", check: "a", difference: "x\\d", until: "8.0", reason: "because" };

function judged(known: readonly KnownDifference[], differences: readonly string[], release = [7, 2]): string[] {
  const lines: string[] = [];
  const judge = openJudge(
    openReport((line) => lines.push(line)),
    known,
    "qemu",
    release,
  );
  judge.check("a", differences);
  judge.finish();
  return lines.map((line) => line.trim());
}

it("passes what is known, and says so", () => {
  expect(judged([row], ["x1", "x2"])).toEqual(["ok    a", "known: a: because: x1; x2"]);
});

it.each([
  ["another difference", [row], ["x1", "y"], [7, 2], "y"],
  ["a longer line", [row], ["x12"], [7, 2], "x12"],
  ["another check", [{ ...row, check: "b", sometimes: true }], ["x1"], [7, 2], "x1"],
  ["another release", [row], ["x1"], [8, 0], "x1"],
  ["another program", [{ ...row, program: "libvirt" as const }], ["x1"], [7, 2], "x1"],
])("fails for %s", (_name, known, differences, release, left) => {
  const lines = judged(known, differences, release);
  expect(lines.slice(0, 2)).toEqual(["FAIL  a", left]);
});

it("fails for what is not met any more, unless it need not be", () => {
  expect(judged([row], []).slice(1)).toEqual(["FAIL  known differences of qemu", "not met any more: a: x\\d"]);
  expect(judged([{ ...row, sometimes: true }], [])).toEqual(["ok    a"]);
});

it("can read its own list", () => {
  for (const { difference } of readKnownDifferences()) expect(() => new RegExp(difference)).not.toThrow();
});
