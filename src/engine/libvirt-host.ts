// A host given by `virsh domcapabilities`: what its list of enlightenments proves of KVM, and what it leaves open.
import { and, bits as bitWord, hasAll, or, u32, without, type U32 } from "#base/u32.ts";
import { compareVersions, version, type Version } from "#base/version.ts";
import type { BundledFeature } from "#catalog/bundle-types.ts";
import type { Catalog } from "#catalog/open.ts";
import type { Register } from "#catalog/schema/common.ts";
import type { LibvirtHost } from "#catalog/schema/measured.ts";
import type { Tri } from "./resolved.ts";

/** Bits of a register that are proven set and proven clear. */
export interface ProvenWord {
  readonly set: U32;
  readonly clear: U32;
}

export interface LibvirtTold {
  /** Whether the list has an enlightenment, or would have it if the host had; undefined where it says nothing of it. */
  readonly says: (feature: BundledFeature) => "listed" | "omitted" | undefined;
  /** Whether KVM reports every bit of a feature; undefined where the list cannot tell. */
  readonly reports: (feature: BundledFeature) => Tri | undefined;
  readonly word: (leaf: U32, register: Register) => ProvenWord;
  readonly capability: (name: string) => Tri | undefined;
  /** True when the list shows that KVM emulates Hyper-V; undefined where it does not show it. */
  readonly hyperv: true | undefined;
}

/** QEMU shows KVM's list without a vCPU only where KVM has all of these. */
const PROVEN_BY_LIST = ["KVM_CAP_HYPERV", "KVM_CAP_HYPERV_CPUID", "KVM_CAP_SYS_HYPERV_CPUID"];

const NOTHING: ProvenWord = { set: 0, clear: 0 };

const release = (text: string | null | undefined): Version => version((text || "0").replace("<=", ""));
const latest = (versions: readonly Version[]): Version =>
  versions.reduce((a, b) => (compareVersions(a, b) < 0 ? b : a), [0]);

/** libvirt's name of each enlightenment that has an element of its own: a child's child is not in its list. */
function listedNames(catalog: Catalog): ReadonlyMap<string, BundledFeature> {
  return new Map(
    catalog.features.flatMap((feature): [string, BundledFeature][] => {
      const name = /^<([a-z_]+)[^<>]*\/>$/.exec(feature.libvirt?.on ?? "")?.[1];
      return feature.libvirt?.path === "features/hyperv" && name !== undefined ? [[name, feature]] : [];
    }),
  );
}

type Place = BundledFeature["cpuid"][number] & { readonly bits: readonly number[] };

/** Bits that QEMU demands of KVM before it lists the feature. */
const tablePlaces = (feature: BundledFeature): Place[] =>
  feature.cpuid.filter((row): row is Place => (row.by ?? "always") === "always" && row.bits !== undefined);

/** Opens what libvirt tells. Only the file itself counts as a bound on releases, never what is chosen beside it. */
export function openLibvirtHost(catalog: Catalog, host: LibvirtHost): LibvirtTold {
  const names = listedNames(catalog);
  const listed = new Set((host.hyperv ?? []).flatMap((name) => names.get(name) ?? []));
  // Those that need nothing of KVM are listed even where QEMU could not ask it.
  const isAnswer = [...listed].some((feature) => tablePlaces(feature).length > 0);
  const floors = isAnswer ? floorsOf(catalog, host, [...listed]) : undefined;
  const omitted = new Set(
    floors === undefined
      ? []
      : [...names.values()].filter((feature) => !listed.has(feature) && isKnownTo(feature, floors)),
  );
  const words =
    floors === undefined ? new Map<string, ProvenWord>() : provenWords([...listed], [...omitted], floors.qemu);
  const word = (leaf: U32, register: Register): ProvenWord => words.get(`${leaf}:${register}`) ?? NOTHING;
  return {
    says: (feature) => (isAnswer && listed.has(feature) ? "listed" : omitted.has(feature) ? "omitted" : undefined),
    reports: (feature) => (omitted.has(feature) ? "no" : reportsOf(feature, word)),
    word,
    capability: (name) => (isAnswer && PROVEN_BY_LIST.includes(name) ? "yes" : undefined),
    hyperv: isAnswer ? true : undefined,
  };
}

interface Floors {
  readonly qemu: Version;
  readonly libvirt: Version;
}

/** The oldest QEMU and libvirt that can have written the list. */
function floorsOf(catalog: Catalog, { machine }: LibvirtHost, listed: readonly BundledFeature[]): Floors {
  const entry = catalog.machineByName.get(machine)?.version;
  const qemu = catalog.qemu.behaviours.find((row) => row.id === "hyperv-early-expand");
  const libvirt = catalog.libvirt.behaviours.find((row) => row.id === "domcapabilities-lists-hyperv");
  return {
    qemu: latest([
      release(qemu?.since),
      release(entry?.introduced ?? entry?.base),
      ...listed.map((feature) => release(feature.property?.since)),
    ]),
    libvirt: latest([release(libvirt?.since), ...listed.map((feature) => release(feature.libvirt?.since))]),
  };
}

const isKnownTo = ({ property, libvirt }: BundledFeature, floors: Floors): boolean =>
  typeof property?.since === "string" &&
  compareVersions(release(property.since), floors.qemu) <= 0 &&
  compareVersions(release(libvirt?.since), floors.libvirt) <= 0;

/** Listed: every bit that each such QEMU demands is set. Omitted: clear only where one bit alone can be the missing one. */
function provenWords(
  listed: readonly BundledFeature[],
  omitted: readonly BundledFeature[],
  qemu: Version,
): ReadonlyMap<string, ProvenWord> {
  const words = new Map<string, ProvenWord>();
  const prove = ({ leaf, register }: Place, set: U32, clear: U32): void => {
    const key = `${u32(Number(leaf))}:${register}`;
    const before = words.get(key) ?? NOTHING;
    words.set(key, { set: or(before.set, set), clear: or(before.clear, clear) });
  };
  const mayHold = (row: Place): boolean => row.until === undefined || compareVersions(qemu, version(row.until)) < 0;
  const mustHold = (row: Place): boolean => row.until === undefined && compareVersions(release(row.since), qemu) <= 0;
  for (const row of listed.flatMap(tablePlaces).filter(mustHold)) prove(row, bitWord(row.bits), 0);
  const isSet = ({ leaf, register }: Place, bit: U32): boolean =>
    hasAll(words.get(`${u32(Number(leaf))}:${register}`)?.set ?? 0, bit);
  for (const feature of omitted) {
    const open = tablePlaces(feature)
      .filter(mayHold)
      .flatMap((row) => row.bits.map((bit) => ({ row, bit: bitWord([bit]) })))
      .filter(({ row, bit }) => !isSet(row, bit));
    const [only] = open;
    if (only && open.length === 1 && mustHold(only.row)) prove(only.row, 0, only.bit);
  }
  return words;
}

function reportsOf(feature: BundledFeature, word: LibvirtTold["word"]): Tri | undefined {
  if (feature.family !== "hyperv" || feature.reports.length === 0) return undefined;
  const answers = feature.reports.map((row): Tri => {
    const mask = bitWord(row.bits);
    const { set, clear } = word(u32(Number(row.leaf)), row.register);
    return and(clear, mask) !== 0 ? "no" : without(mask, set) === 0 ? "yes" : "unknown";
  });
  if (answers.includes("no")) return "no";
  return answers.includes("unknown") ? undefined : "yes";
}
