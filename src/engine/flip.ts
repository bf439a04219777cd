// Bits you can touch: who owns a bit of a predicted leaf, whether it can be flipped, and the selection after the flip.
import { and, hasBit, type U32 } from "#base/u32.ts";
import { fail, ok, type Result } from "#base/result.ts";
import type { BundledFeature } from "#catalog/bundle-types.ts";
import type { Catalog } from "#catalog/open.ts";
import type { Register } from "#catalog/schema/common.ts";
import { flagInfo, type BitInfo } from "./bit-info.ts";
import { isBitSet, type BitPlace } from "./bit-place.ts";
import { setFlag } from "./flag-switch.ts";
import { hypervTable } from "./hyperv.ts";
import { switched, withOverride } from "./overrides.ts";
import { pointOf, type Point } from "./point.ts";
import type { QemuRelease } from "./qemu-release.ts";
import { resolveVm } from "./resolve.ts";
import { isOnByItself, withRequirements } from "./support.ts";
import type { Leaf, ResolvedVm } from "./resolved.ts";
import type { Override, Selection } from "./selection.ts";
import { stateAt, verdictAt } from "./verdict.ts";
import { reasonText } from "./words.ts";

/** Where a bit stands: an unmoved leaf number (KVM's leaves as if at 0x40000000), register and bit. */
export interface Place {
  readonly family: Leaf["family"];
  readonly leaf: U32;
  readonly register: Register;
  readonly bit: number;
}

export { withOverride } from "./overrides.ts";

const KVM_LEAF_MASK = 0x400000ff;

/** KVM's and Xen's leaves move up behind other interfaces; the catalogue names them where they stand alone. */
export const unmoved = (leaf: U32, family: Leaf["family"]): U32 =>
  family === "hyperv" || family === "cpu" ? leaf : and(leaf, KVM_LEAF_MASK);

const ownersMemo = new WeakMap<Catalog, Map<string, readonly BundledFeature[]>>();

/** The features that set or report a bit, in any release. */
function candidatesOf(catalog: Catalog, place: Place, stands: (row: PlaceRow) => boolean): readonly BundledFeature[] {
  const memo = ownersMemo.get(catalog) ?? new Map<string, readonly BundledFeature[]>();
  ownersMemo.set(catalog, memo);
  const key = `${place.family}:${place.leaf}:${place.register}:${place.bit}`;
  const found = memo.get(key);
  if (found) return found;
  const candidates = catalog.features.filter(
    (feature) => feature.family === place.family && (feature.cpuid.some(stands) || feature.reports.some(stands)),
  );
  memo.set(key, candidates);
  return candidates;
}

interface PlaceRow {
  readonly leaf: string;
  readonly register: Register;
  readonly bits?: readonly number[] | undefined;
}

/** The feature that sets a bit: one that does so in this QEMU, where one is given, before one that does in another. */
export function ownerOf(catalog: Catalog, qemu: QemuRelease | undefined, place: Place): BundledFeature | undefined {
  const stands = (row: PlaceRow): boolean =>
    Number(row.leaf) === place.leaf && row.register === place.register && (row.bits ?? []).includes(place.bit);
  const candidates = candidatesOf(catalog, place, stands);
  const here = candidates.filter((feature) => feature.cpuid.some((row) => stands(row) && qemu?.has(row) === true));
  const pool = here.length > 0 ? here : candidates;
  return pool.find((feature) => feature.kind === "feature" && feature.property !== undefined) ?? pool[0];
}

const familyOf = (resolved: ResolvedVm, leaf: U32): Leaf["family"] =>
  resolved.leaves.find((row) => row.leaf === leaf)?.family ?? guessFamily(leaf, resolved.hypervOn);

/** Whose leaf it would be: of the two interfaces at 0x40000000 KVM stands there unless Hyper-V does; the others are fixed. */
const guessFamily = (leaf: U32, hypervOn: boolean): Leaf["family"] => {
  if (leaf < 0x40000000 || leaf >= 0x80000000) return "cpu";
  if (leaf >= 0x40000100) return "kvm";
  return hypervOn || (leaf > 0x40000001 && leaf !== 0x40000010) ? "hyperv" : "kvm";
};

/** Everything a view shows about one bit of a leaf. */
export function bitInfo(catalog: Catalog, selection: Selection, resolved: ResolvedVm, at: BitPlace): BitInfo {
  const { leaf, register, bit } = at;
  const set = isBitSet(resolved, at);
  const family = familyOf(resolved, leaf);
  if (family === "cpu") return flagInfo(catalog, selection, at, set);
  const place: Place = { family, leaf: unmoved(leaf, family), register, bit };
  const feature = ownerOf(catalog, pointOf(catalog, selection).qemu, place);
  if (!feature) return { ...fieldInfo(catalog, place), set, canFlip: false, state: undefined };
  const info = featureInfo(catalog, selection, feature, set);
  return info.canFlip ? ifItMoves(catalog, selection, place, feature, info) : info;
}

/** A bit can be flipped only if its property really moves it: not where KVM alone reports it, a rule decides, or hv-passthrough gives it. */
function ifItMoves(
  catalog: Catalog,
  selection: Selection,
  place: Place,
  feature: BundledFeature,
  info: BitInfo,
): BitInfo {
  const rows = feature.cpuid.filter(
    (row) => Number(row.leaf) === place.leaf && row.register === place.register && (row.bits ?? []).includes(place.bit),
  );
  if (rows.length === 0)
    return { ...info, canFlip: false, why: `KVM reports it with ${info.name}; QEMU does not show it.` };
  const plain = place.family === "kvm" || (!info.set && rows.every((row) => (row.by ?? "always") === "always"));
  if (plain) return info;
  const leaves = leavesWith(catalog, selection, feature, !info.set);
  const isSet = leaves.some(
    (row) =>
      row.family === place.family &&
      unmoved(row.leaf, row.family) === place.leaf &&
      hasBit(row[place.register], place.bit),
  );
  if (isSet !== info.set) return info;
  const why = info.set
    ? `It stays set without ${info.name}.`
    : `${info.name} does not set it on this machine and QEMU.`;
  return { ...info, canFlip: false, why };
}

const turnedMemo = new WeakMap<Selection, Map<string, readonly Leaf[]>>();

/** The leaves after a feature is switched; several bits of one feature ask for the same. */
function leavesWith(catalog: Catalog, selection: Selection, feature: BundledFeature, on: boolean): readonly Leaf[] {
  const memo = turnedMemo.get(selection) ?? new Map<string, readonly Leaf[]>();
  turnedMemo.set(selection, memo);
  const key = `${catalog.index.version} ${feature.id} ${on}`;
  const found = memo.get(key);
  if (found) return found;
  const next = setFeature(catalog, selection, feature.id, on);
  const leaves = next.ok ? resolveVm(catalog, next.value).leaves : [];
  memo.set(key, leaves);
  return leaves;
}

function featureInfo(catalog: Catalog, selection: Selection, feature: BundledFeature, set: boolean): BitInfo {
  const state = stateAt(pointOf(catalog, selection), feature);
  const name = feature.property?.name ?? feature.id;
  const base = { feature: feature.id, name, meaning: feature.title, set, state };
  if (!feature.property?.since) return { ...base, canFlip: false, why: "No QEMU release has a name for this bit." };
  if (set) return { ...base, canFlip: true, why: "Set: flipping takes it away." };
  if (state !== "unavailable" && state !== "no-start")
    return { ...base, canFlip: true, why: "Clear: flipping asks for it." };
  return { ...base, canFlip: false, why: whyShut(catalog, selection, feature) };
}

/** The sentence of the first gate that keeps a feature out; default and guest gates do not. */
function whyShut(catalog: Catalog, selection: Selection, feature: BundledFeature): string {
  const shut = verdictAt(catalog, feature.id, selection).reasons.find(
    (reason) => reason.open === "no" && reason.gate !== "default" && reason.gate !== "guest",
  );
  return shut ? reasonText(shut) : "It cannot be shown here.";
}

function fieldInfo(
  catalog: Catalog,
  { family, leaf, register, bit }: Place,
): Pick<BitInfo, "name" | "meaning" | "why"> {
  const row = catalog.leaves.find((entry) => entry.family === family && Number(entry.leaf) === leaf);
  const field = row?.fields.find(
    (entry) => entry.register === register && entry.bits[0] >= bit && bit >= entry.bits[1],
  );
  if (!field) return { name: "reserved", why: "Nothing is known to set this bit." };
  const why = field.kind === "bit" ? "No property sets this bit." : `Part of the field ${field.name}.`;
  return { name: field.name, ...(field.meaning === undefined ? {} : { meaning: field.meaning }), why };
}

/** Flips one bit: sets or clears the property that owns it, with what it needs. */
export function flipBit(catalog: Catalog, selection: Selection, resolved: ResolvedVm, at: BitPlace): Result<Selection> {
  const info = bitInfo(catalog, selection, resolved, at);
  if (!info.canFlip)
    return fail({ rule: "fixed-bit", where: `${at.register.toUpperCase()} bit ${at.bit}`, message: info.why });
  if (info.feature !== undefined) return setFeature(catalog, selection, info.feature, !info.set);
  return ok(setFlag(catalog, selection, info.name, !info.set));
}

/**
 * Switches a feature on, with everything QEMU makes it require, or off, with everything that requires it.
 * What the defaults already give needs no flag, so overrides that say nothing new are left out.
 */
export function setFeature(catalog: Catalog, selection: Selection, featureId: string, on: boolean): Result<Selection> {
  const feature = catalog.featureById.get(featureId);
  if (!feature?.property) {
    return fail({ rule: "no-property", where: featureId, message: `${featureId} has no QEMU property` });
  }
  const point = pointOf(catalog, selection);
  const wanted = on ? withRequirements(point, feature) : dependants(catalog, selection, feature);
  const next = wanted.reduce((made, row) => setOne(point, made, row, on), selection);
  return ok(on ? withCarrier(point, next, feature) : next);
}

/**
 * Some Hyper-V properties change leaves that are there only with an enlightenment: where none is asked for yet,
 * QEMU's first one comes along, which costs a guest nothing.
 */
function withCarrier(point: Point, selection: Selection, feature: BundledFeature): Selection {
  if (feature.family !== "hyperv" || feature.label || resolveVm(point.catalog, selection).hypervOn) return selection;
  const [carrier] = hypervTable(point.catalog);
  return carrier ? setOne(point, selection, carrier, true) : selection;
}

/** A feature and all asked-for features that require it. */
function dependants(catalog: Catalog, selection: Selection, feature: BundledFeature): BundledFeature[] {
  const point = pointOf(catalog, selection);
  const asked = new Set(
    selection.overrides
      .filter((row) => row.value !== "off")
      .map((row) => catalog.featureByProperty.get(row.property)?.id),
  );
  return [
    feature,
    ...catalog.features.filter(
      (row) => row.id !== feature.id && asked.has(row.id) && withRequirements(point, row).includes(feature),
    ),
  ];
}

function setOne(point: Point, selection: Selection, feature: BundledFeature, on: boolean): Selection {
  const property = feature.property;
  if (!property) return selection;
  const names = [property.name, ...property.aliases];
  if (on === isOnByItself(point, feature)) return withOverride(selection, undefined, names);
  const override: Override =
    property.type === "bit"
      ? switched(point.qemu, property.name, on)
      : { property: property.name, form: "value", value: onValue(feature, on) };
  return withOverride(selection, override, names);
}

/** `on`/`off`; a number setting that is switched on gets the value that its guests are usually given. */
const onValue = (feature: BundledFeature, on: boolean): string =>
  feature.property?.type.startsWith("uint") ? (on ? "0x1fff" : "0xffffffff") : on ? "on" : "off";
