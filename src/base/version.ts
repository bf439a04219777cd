// Dotted version numbers, compared as numbers and never as strings: 9.2 < 10.0 and 5.9 < 5.10.

/** A version as its numbers, most significant first: "4.14.67" is [4, 14, 67]. */
export type Version = readonly number[];

const PATTERN = /^v?(\d+(?:\.\d+)*)/;

/** Reads the leading dotted number of a version text ("6.1.0-56-amd64" gives 6.1.0); `undefined` without one. */
export function parseVersion(text: string): Version | undefined {
  const match = PATTERN.exec(text.trim());
  return match?.[1]?.split(".").map(Number);
}

const known = new Map<string, Version>();

/** Reads a version that the catalogue has already checked; throws on anything else, since that is a bug. Remembers what it read. */
export function version(text: string): Version {
  const found = known.get(text);
  if (found) return found;
  const parsed = parseVersion(text);
  if (!parsed) throw new Error(`not a version: ${text}`);
  known.set(text, parsed);
  return parsed;
}

/** Negative, zero or positive as `a` is older than, equal to or newer than `b`; missing places count as 0. */
export function compareVersions(a: Version, b: Version): number {
  const places = Math.max(a.length, b.length);
  for (let i = 0; i < places; i += 1) {
    const difference = (a[i] ?? 0) - (b[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

export const atLeast = (a: Version, b: Version): boolean => compareVersions(a, b) >= 0;

/** True when `at` lies in [since, until); an open end is `undefined`. */
export const inRange = (at: Version, since: Version | undefined, until: Version | undefined): boolean =>
  (since === undefined || atLeast(at, since)) && (until === undefined || !atLeast(at, until));

export const versionText = (v: Version): string => v.join(".");
