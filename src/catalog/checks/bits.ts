// A bit belongs to one property: two features claim the same bit for the same QEMU only where that is known and declared.
import { compareVersions, version } from "#base/version.ts";
import type { Feature } from "../schema/feature.ts";
import type { DataCheck } from "./check.ts";

/** Leaf, register and bit that several properties set in common. */
const SHARED = new Set([
  // The forms of calls for sparse sets of vCPUs: flush and IPI have them both.
  "0x40000004 eax 11",
  // The hypercall page: until QEMU 6.1 the first enlightenments each brought it, now every one does.
  "0x40000003 eax 5",
]);

interface Claim {
  readonly file: string;
  readonly bit: string;
  readonly since: readonly number[];
  readonly until: readonly number[];
}

export const bitsCheck: DataCheck = {
  name: "bits",
  scope: "features",
  check: ({ features }) => {
    const claims = features.flatMap(({ file, value }) => (value.property ? claimsOf(file, value) : []));
    return claims
      .filter((claim, i) => claims.some((other, j) => j < i && other.file !== claim.file && collide(claim, other)))
      .map(({ file, bit }) => ({ where: `${file}: cpuid`, message: `another property sets ${bit} too` }));
  },
};

function claimsOf(file: string, feature: Feature): Claim[] {
  return feature.cpuid.flatMap((place) =>
    (place.bits ?? []).map((bit) => ({
      file,
      bit: `${place.leaf} ${place.register} ${bit} (${feature.family})`,
      since: from(place.since ?? feature.property?.since),
      until: place.until ? version(place.until) : [Infinity],
    })),
  );
}

const from = (since: string | null | undefined): readonly number[] => (since ? version(since.replace("<=", "")) : [0]);

const collide = (a: Claim, b: Claim): boolean =>
  a.bit === b.bit &&
  !SHARED.has(a.bit.replace(/ \(.*/, "")) &&
  compareVersions(a.since, b.until) < 0 &&
  compareVersions(b.since, a.until) < 0;
