// One register, bit by bit: what the guest reads, and what the host and QEMU could give it.
import { hasBit } from "#base/u32.ts";
import { atLeast, parseVersion } from "#base/version.ts";
import type { Catalog } from "#catalog/open.ts";
import type { BundledFeature } from "#catalog/bundle-types.ts";
import type { Register } from "#catalog/schema/common.ts";
import { flagIsKnown, type BitInfo } from "#engine/bit-info.ts";
import type { BitPlace } from "#engine/bit-place.ts";
import { bitInfo } from "#engine/flip.ts";
import { hostFacts, type HostFacts } from "#engine/host.ts";
import { hostFlag } from "#engine/host-flags.ts";
import type { Leaf, ResolvedVm, Tri } from "#engine/resolved.ts";
import type { Selection } from "#engine/selection.ts";
import { unpredictedRegisters } from "./leaves.ts";
import { bySelection } from "./memo.ts";
import { bitOwner, ownerShort, ownerText } from "./owner-text.ts";
import { selectResolved } from "./selectors.ts";
import type { Focus } from "./view.ts";

/** One bit with its neighbours' answers; `host` and `qemu` are undefined where neither feature nor flag owns the bit. */
export interface RegisterBit {
  readonly bit: number;
  readonly info: BitInfo;
  readonly look: "set" | "clear" | "possible" | "unknown";
  readonly host: Tri | undefined;
  readonly qemu: Tri | undefined;
  /** Whether machine type and CPU model alone set it; undefined where the leaf is not there without the user's flags. */
  readonly preset: boolean | undefined;
  /** Which layer decided, in words; empty for bits that no property owns. */
  readonly owner: string;
  /** The same in a word or two; empty where no layer decided. */
  readonly ownerShort: string;
}

/** The same VM without a flag of the user. */
const bareSelection = bySelection((_catalog, selection): Selection => {
  const { globals: _globals, ...rest } = selection;
  return selection.overrides.length === 0 && _globals === undefined ? selection : { ...rest, overrides: [] };
});

/** The leaf without the user's flags, wherever these moved it. */
function bareLeaf(resolved: ResolvedVm, bare: ResolvedVm, leaf: number, subleaf: number): Leaf | undefined {
  const family = resolved.leaves.find((row) => row.leaf === leaf && row.subleaf === subleaf)?.family;
  const isMoved = family !== undefined && family !== "cpu" && leaf < EXTENDED;
  return bare.leaves.find((row) =>
    isMoved
      ? row.family === family && row.leaf % BLOCK === leaf % BLOCK
      : row.leaf === leaf && row.subleaf === subleaf && (family === undefined || row.family === family),
  );
}

const BLOCK = 0x100;
const EXTENDED = 0x80000000;

/** The 32 bits of a register, highest first. */
const registerBits = bySelection(
  (catalog, selection, leaf: number, register: Register, subleaf: number): readonly RegisterBit[] => {
    const resolved = selectResolved(catalog, selection);
    const facts = hostFacts(catalog, selection.host);
    const bare = selectResolved(catalog, bareSelection(catalog, selection));
    const bareRow = bareLeaf(resolved, bare, leaf, subleaf);
    const isUnpredicted = unpredictedRegisters(catalog, resolved, leaf, subleaf).includes(register);
    return Array.from({ length: 32 }, (_, index): RegisterBit => {
      const bit = 31 - index;
      const info = bitInfo(catalog, selection, resolved, { leaf, subleaf, register, bit });
      const feature = info.feature === undefined ? undefined : catalog.featureById.get(info.feature);
      return {
        bit,
        info,
        look: isUnpredicted ? "unknown" : lookOf(info),
        host: feature
          ? facts.reports(feature)
          : info.flag === undefined
            ? undefined
            : hostFlag(catalog, selection, info.flag).answer,
        qemu: feature
          ? qemuKnows(facts, feature)
          : info.flag === undefined
            ? undefined
            : flagIsKnown(catalog, selection, info.flag),
        ...ownerOf(catalog, selection, info),
        preset: bareRow === undefined ? undefined : hasBit(bareRow[register], bit),
      };
    });
  },
);

const shown = new Map<string, readonly RegisterBit[]>();

const sameBit = (a: RegisterBit, b: RegisterBit | undefined): boolean =>
  b !== undefined &&
  a.look === b.look &&
  a.host === b.host &&
  a.qemu === b.qemu &&
  a.preset === b.preset &&
  a.owner === b.owner &&
  a.info.set === b.info.set &&
  a.info.canFlip === b.info.canFlip &&
  a.info.name === b.info.name &&
  a.info.why === b.info.why &&
  a.info.feature === b.info.feature;

/** The 32 bits of a register, highest first; the same array as long as nothing about them changes, so that nothing is drawn anew. */
export const selectRegister: typeof registerBits = (catalog, selection, leaf, register, subleaf) => {
  const bits = registerBits(catalog, selection, leaf, register, subleaf);
  const key = `${leaf}:${subleaf}:${register}`;
  const before = shown.get(key);
  if (before !== undefined && bits.every((bit, index) => sameBit(bit, before[index]))) return before;
  shown.set(key, bits);
  return bits;
};

function ownerOf(catalog: Catalog, selection: Selection, info: BitInfo): Pick<RegisterBit, "owner" | "ownerShort"> {
  const owner = bitOwner(catalog, selection, info);
  if (owner === undefined) return { owner: "", ownerShort: "" };
  return { owner: ownerText(owner), ownerShort: ownerShort(owner) };
}

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
export const bitCell = ({ bit, info, look, owner }: RegisterBit) => ({
  bit,
  look,
  name: info.name,
  canFlip: info.canFlip,
  why: [owner, info.why].filter(Boolean).join(" · "),
});
