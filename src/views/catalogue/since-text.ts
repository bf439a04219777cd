// Versions as the page writes them, and how they compare.
import { compareVersions, parseVersion } from "#base/version.ts";

/** `<=4.5` as `≤ 4.5`, 7.2.0 as 7.2; nothing for what is not known. */
export const sinceText = (since: string | null | undefined): string =>
  (since ?? "").replace("<=", "≤ ").replace(/(\d+\.\d+)\.0$/, "$1");

const version = (since: string) => parseVersion(since.replace("<=", "")) ?? [];

/** The earliest of some first releases; undefined of none. */
export const earliest = (sinces: readonly string[]): string | undefined =>
  sinces.toSorted((a, b) => compareVersions(version(a), version(b)))[0];
