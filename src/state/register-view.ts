// One register, bit by bit: what the guest reads, and what the host and QEMU could give it.
import { hasBit } from "#base/u32.ts";
import { atLeast, parseVersion } from "#base/version.ts";
import type { BundledFeature } from "#catalog/bundle-types.ts";
import type { Register } from "#catalog/schema/common.ts";
import { flagInfo, type BitInfo } from "#engine/bit-info.ts";
import { bitInfo } from "#engine/flip.ts";
import { hostFacts, type HostFacts } from "#engine/host.ts";
import type { Tri } from "#engine/resolved.ts";
import { bySelection } from "./memo.ts";
import { selectResolved } from "./selectors.ts";
import type { BitPlace, Focus } from "./view.ts";

/** One bit with its neighbours' answers; `host` and `qemu` are undefined where no feature owns the bit. */
export interface RegisterBit {
  readonly bit: number;
  readonly info: BitInfo;
  readonly look: "set" | "clear" | "possible" | "unknown";
  readonly host: Tri | undefined;
  readonly qemu: Tri | undefined;
}

/** The 32 bits of a register, highest first. */
export const selectRegister = bySelection(
  (catalog, selection, leaf: number, register: Register, subleaf: number): readonly RegisterBit[] => {
    const resolved = selectResolved(catalog, selection);
    const facts = hostFacts(catalog, selection.host);
    const row = resolved.leaves.find((entry) => entry.leaf === leaf && entry.subleaf === subleaf);
    const isUnpredicted = row?.unpredicted.includes(register) === true;
    return Array.from({ length: 32 }, (_, index): RegisterBit => {
      const bit = 31 - index;
      const info =
        subleaf === 0
          ? bitInfo(catalog, selection, resolved, leaf, register, bit)
          : flagInfo(
              catalog,
              selection,
              { leaf, subleaf, register, bit },
              row !== undefined && hasBit(row[register], bit),
            );
      const feature = info.feature === undefined ? undefined : catalog.featureById.get(info.feature);
      return {
        bit,
        info,
        look: isUnpredicted ? "unknown" : lookOf(info),
        host: feature && facts.reports(feature),
        qemu: feature && qemuKnows(facts, feature),
      };
    });
  },
);

function lookOf(info: BitInfo): RegisterBit["look"] {
  if (info.set) return "set";
  if (info.state === "unknown") return "unknown";
  return info.canFlip && info.state === "opt-in" ? "possible" : "clear";
}

function qemuKnows(facts: HostFacts, { property }: BundledFeature): Tri {
  if (property === undefined || property.since === null) return "no";
  if (facts.qemu === undefined) return "unknown";
  const since = parseVersion(property.since.replace("<=", ""));
  const until = property.until === undefined ? undefined : parseVersion(property.until);
  if (since !== undefined && !atLeast(facts.qemu, since)) return property.since.startsWith("<=") ? "unknown" : "no";
  return until !== undefined && atLeast(facts.qemu, until) ? "no" : "yes";
}

/** The feature that owns a bit, else the bit itself: what the inspector explains. */
export function bitFocus(bits: readonly RegisterBit[], place: BitPlace): Focus {
  const feature = bits.find((item) => item.bit === place.bit)?.info.feature;
  return feature === undefined ? { kind: "bit", ...place } : { kind: "feature", id: feature };
}

/** A bit as the strip draws it. */
export const bitCell = ({ bit, info, look }: RegisterBit) => ({
  bit,
  look,
  name: info.name,
  canFlip: info.canFlip,
  why: info.why,
});
