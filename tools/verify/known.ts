// Differences between this QEMU or libvirt and the catalogue that are known and explained: tools/verify/known-differences.json.
// Each is printed when it is met. One that is not met where it should be is a failure, so that the list cannot rot.
import { readFileSync } from "node:fs";
import * as v from "valibot";
import { inRange, version, type Version } from "#base/version.ts";
import type { Report } from "./report.ts";

const schema = v.array(
  v.strictObject({
    /** Whose releases `since` and `until` speak of. */
    program: v.picklist(["qemu", "libvirt", "virtinst"]),
    since: v.optional(v.string()),
    /** First release without it. */
    until: v.optional(v.string()),
    /** The check's name, as printed. */
    check: v.string(),
    /** The differences that it explains, as printed: a regular expression for the whole line. */
    difference: v.string(),
    reason: v.string(),
    /** True for what only some builds or hosts show: it need not be met. */
    sometimes: v.optional(v.boolean()),
  }),
);

export type KnownDifference = v.InferOutput<typeof schema>[number];

/** Reads the list; throws when it is malformed. */
export const readKnownDifferences = (): readonly KnownDifference[] =>
  v.parse(schema, JSON.parse(readFileSync(new URL("known-differences.json", import.meta.url), "utf8")));

/** Judges checks of one program in the light of what is known. */
export interface Judge {
  /** Passes when all that differs is known. */
  readonly check: (name: string, differences: readonly string[]) => void;
  /** To be called after all checks. */
  readonly finish: () => void;
}

export function openJudge(
  report: Report,
  known: readonly KnownDifference[],
  program: KnownDifference["program"],
  release: Version,
): Judge {
  const bound = (text: string | undefined): Version | undefined => (text === undefined ? undefined : version(text));
  const rows = known
    .filter((row) => row.program === program && inRange(release, bound(row.since), bound(row.until)))
    .map((row) => ({ ...row, pattern: new RegExp(`^(?:${row.difference})$`), met: new Set<string>() }));
  return {
    check: (name, differences) => {
      const left = differences.filter((line) => {
        const row = rows.find(({ check, pattern }) => check === name && pattern.test(line));
        row?.met.add(line);
        return row === undefined;
      });
      report.check(name, left);
    },
    finish: () => {
      for (const { check, difference, reason, met, sometimes } of rows) {
        if (met.size > 0) report.note(`known: ${check}: ${reason}: ${[...met].join("; ")}`);
        if (met.size === 0 && sometimes !== true)
          report.fail(`known differences of ${program}`, [`not met any more: ${check}: ${difference}`]);
      }
    },
  };
}
