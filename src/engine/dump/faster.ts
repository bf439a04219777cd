// What the guest of a dump could have had: features that it lacks, what would bring each, or why nothing here does.
import { and, bits as bitWord, u32 } from "#base/u32.ts";
import type { BundledFeature } from "#catalog/bundle-types.ts";
import type { Catalog } from "#catalog/open.ts";
import { setFeature } from "../flip.ts";
import { hypervTable } from "../hyperv.ts";
import type { VerdictState } from "../resolved.ts";
import type { Override, Selection } from "../selection.ts";
import { verdictAt, visibleFeatures } from "../verdict.ts";
import { reasonText } from "../words.ts";
import type { DecodedCpu } from "./compare.ts";
import type { Dump } from "./dump.ts";
import { placeOf } from "./interfaces.ts";

export interface LackedFeature {
  readonly feature: string;
  readonly title: string;
  /** How much it is worth to such a guest, by the catalogue. */
  readonly advice: "yes" | "depends";
  readonly state: VerdictState;
  /** The flags that bring it, with what it needs; empty where it comes by itself or not at all. */
  readonly flags: readonly Override[];
  /** A sentence: what would bring it, or what keeps it out. */
  readonly how: string;
}

/** The places of a feature's bits that are set whenever it is on. */
const sureBits = ({ cpuid }: BundledFeature) =>
  cpuid.flatMap(({ leaf, register, bits, by = "always", since, until }) =>
    bits && by === "always" && since === undefined && until === undefined
      ? [{ leaf: u32(Number(leaf)), register, mask: bitWord(bits) }]
      : [],
  );

/** Whether a dump shows a feature's bits; undefined where it does not tell. */
export function showsFeature(about: Dump["about"], cpu: DecodedCpu, feature: BundledFeature): boolean | undefined {
  const places = sureBits(feature);
  if (places.length === 0) return undefined;
  const answers = places.map(({ leaf, register, mask }): boolean | undefined => {
    const row = cpu.leaves.find((candidate) => {
      const place = placeOf(about, cpu.interfaces, candidate.leaf);
      return place?.family === feature.family && place.leaf === leaf && candidate.subleaf === 0;
    });
    if (!row) return about === "model" || !cpu.tellsHypervisor ? undefined : false;
    const word = row.words[register];
    if (word === undefined || (row.known && and(row.known[register] ?? 0, mask) !== mask)) return undefined;
    return and(word, mask) === mask;
  });
  return answers.includes(false) ? false : answers.includes(undefined) ? undefined : true;
}

/** Features worth having in such a guest that the dump does not show, best first: those that this host and QEMU can give. */
export function lackedFeatures(
  catalog: Catalog,
  selection: Selection,
  about: Dump["about"],
  cpu: DecodedCpu,
  guest: "linux" | "windows",
): LackedFeature[] {
  const lacked = visibleFeatures(catalog).flatMap((feature): LackedFeature[] => {
    const advice = feature.recommended?.[guest];
    if ((advice !== "yes" && advice !== "depends") || showsFeature(about, cpu, feature) !== false) return [];
    return [{ feature: feature.id, title: feature.title, advice, ...answerFor(catalog, selection, feature) }];
  });
  const rank = ({ state, advice }: LackedFeature): number => ORDER.indexOf(state) * 2 + (advice === "yes" ? 0 : 1);
  return lacked.toSorted((a, b) => rank(a) - rank(b));
}

const ORDER: readonly VerdictState[] = ["opt-in", "default", "unknown", "unavailable", "no-start"];

function answerFor(
  catalog: Catalog,
  selection: Selection,
  feature: BundledFeature,
): Pick<LackedFeature, "state" | "flags" | "how"> {
  const { state, reasons } = verdictAt(catalog, feature.id, selection);
  const next = state === "opt-in" ? setFeature(catalog, { ...selection, overrides: [] }, feature.id, true) : undefined;
  const shut = reasons.find(({ open, gate }) => open !== "yes" && gate !== "default" && gate !== "guest");
  const how = {
    "opt-in": "This host and QEMU can give it; nobody asked.",
    default:
      "On by itself on the machine type, QEMU and host chosen here: the guest of the dump runs on others, or somebody took it away.",
    unknown: shut ? reasonText(shut) : "Nobody knows whether this host can give it.",
    unavailable: shut ? reasonText(shut) : "It cannot be shown here.",
    "no-start": shut ? reasonText(shut) : "No VM starts with what is chosen here.",
  }[state];
  return { state, flags: next?.ok ? next.value.overrides : [], how };
}

/** The selection with all that can be had by flags. */
export function takeLacked(catalog: Catalog, selection: Selection, lacked: readonly LackedFeature[]): Selection {
  // Hyper-V's own order puts what others need in front.
  const order = new Map(hypervTable(catalog).map((feature, index) => [feature.id, index]));
  const wanted = lacked
    .filter(({ state }) => state === "opt-in" || state === "default")
    .toSorted((a, b) => (order.get(a.feature) ?? -1) - (order.get(b.feature) ?? -1));
  return wanted.reduce((made, { feature }) => {
    const next = setFeature(catalog, made, feature, true);
    return next.ok ? next.value : made;
  }, selection);
}
