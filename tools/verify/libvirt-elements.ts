// Each feature's own element: libvirt takes it from its release on, and hands to QEMU what the catalogue says.
import { atLeast, compareVersions, parseVersion, version, versionText, type Version } from "#base/version.ts";
import type { BundledFeature } from "#catalog/bundle-types.ts";
import type { Catalog } from "#catalog/open.ts";
import { EMITS_OFF } from "#formats/libvirt-properties.ts";
import type { QemuVm } from "#formats/qemu-argv.ts";
import type { Judge } from "./known.ts";
import { domainWith, type DomainType, type Placed } from "./libvirt-domain.ts";
import { readConversion, type Conversion, type Libvirt } from "./libvirt.ts";

interface LibvirtCheck {
  readonly catalog: Catalog;
  readonly judge: Judge;
  readonly libvirt: Libvirt;
  readonly domainType: DomainType;
}

type State = "on" | "off";

/** One element of the catalogue, and what libvirt said of the domain around it. */
interface Asked {
  readonly feature: BundledFeature;
  readonly state: State;
}

/** Compares every element of the catalogue, on and off, and the CPU model names. */
export async function checkElements(check: LibvirtCheck): Promise<void> {
  const { catalog, libvirt, judge, domainType } = check;
  const asked = catalog.features.flatMap((feature) =>
    (["on", "off"] as const)
      .filter((state) => feature.libvirt?.since !== null && feature.libvirt?.[state] !== undefined)
      .map((state): Asked => ({ feature, state })),
  );
  const domains = asked.map((row) =>
    domainWith([...requirements(catalog, row), ...placed(row.feature, row.state)], domainType),
  );
  const objections = await libvirt.validate(domains);
  const conversions = await libvirt.convert(domains);
  for (const [index, row] of asked.entries()) {
    const name = `libvirt ${row.feature.id} ${row.state}: ${row.feature.libvirt?.[row.state] ?? ""}`;
    const conversion = conversions[index];
    judge.check(name, conversion ? elementDifferences(libvirt, row, objections[index], conversion) : ["not converted"]);
  }
  await checkModelNames(check);
}

function elementDifferences(
  { release }: Libvirt,
  { feature, state }: Asked,
  objection: string | undefined,
  conversion: Conversion,
): string[] {
  const since = version((feature.libvirt?.since ?? "0").replace("<=", ""));
  const emitted = "argv" in conversion ? emission(feature, readConversion(conversion.argv)) : undefined;
  if (!atLeast(release, since)) {
    return [
      ...(objection === undefined ? [`the schema takes it before ${versionText(since)}`] : []),
      ...(emitted === undefined ? [] : [`emitted before ${versionText(since)}: ${emitted}`]),
    ];
  }
  return [
    ...(objection === undefined ? [] : [`the schema refuses it: ${objection}`]),
    ...("refusal" in conversion ? [`refused: ${conversion.refusal}`] : expectation(feature, state, emitted)),
  ];
}

/** The elements of all features that it needs, directly or not, and that the element around it needs. */
function requirements(catalog: Catalog, { feature, state }: Asked): Placed[] {
  const xml = feature.libvirt?.[state];
  const found = new Set<BundledFeature>();
  const collect = (from: BundledFeature): void => {
    for (const { feature: id } of from.requires) {
      const needed = catalog.featureById.get(id);
      if (!needed || found.has(needed)) continue;
      found.add(needed);
      collect(needed);
    }
  };
  if (state === "on") collect(feature);
  for (const carrier of carriers(catalog, feature, xml)) collect(carrier);
  // An element that holds the feature's own inside it is there already.
  return [...found]
    .filter((needed) => needed !== feature && !holds(needed, feature, xml))
    .flatMap((needed) => placed(needed, "on"));
}

/** The feature whose own element, switched on, stands around this one: `<stimer state='on'><direct .../></stimer>`. */
export const carriers = (
  catalog: Catalog,
  feature: BundledFeature,
  xml: string | undefined,
): readonly BundledFeature[] =>
  xml !== undefined && /^<[^>]*state='on'[^>]*><[^/]/.test(xml)
    ? catalog.features.filter((other) => holds(other, feature, xml) && other.libvirt?.on?.includes("><") === false)
    : [];

const holds = (outer: BundledFeature, inner: BundledFeature, xml: string | undefined): boolean =>
  outer.libvirt?.path === inner.libvirt?.path && elementName(outer.libvirt?.on) === elementName(xml);

const elementName = (xml: string | undefined): string | undefined => /^<(\w[\w-]*)/.exec(xml ?? "")?.[1];

function placed(feature: BundledFeature, state: State): Placed[] {
  const xml = feature.libvirt?.[state];
  return xml === undefined || feature.libvirt?.since === null ? [] : [{ path: feature.libvirt?.path ?? "", xml }];
}

/** What stands on QEMU's command line for the feature: the value, or nothing. */
function emission(feature: BundledFeature, vm: QemuVm): string | undefined {
  const { property } = feature;
  if (property?.scope === "machine")
    return new RegExp(`(?:^|,)${property.name}=([^,]*)`).exec(vm.machineText ?? "")?.[1];
  const names = new Set([property?.name, ...(property?.aliases ?? [])]);
  return vm.overrides.find((row) => names.has(row.property))?.value;
}

function expectation(feature: BundledFeature, state: State, emitted: string | undefined): string[] {
  const wanted = wantedValue(feature, state);
  const same = wanted === emitted || (wanted !== undefined && Number(wanted) === Number(emitted));
  return same ? [] : [`hands ${emitted ?? "nothing"} to QEMU, catalogue ${wanted ?? "nothing"}`];
}

function wantedValue(feature: BundledFeature, state: State): string | undefined {
  const name = feature.property?.name ?? "";
  if (state === "off") return EMITS_OFF.has(name) ? "off" : undefined;
  // What is QEMU's own default needs no word.
  if (feature.libvirt?.emitsNothing === true || name === "kvm") return undefined;
  const value = /(?:retries|value)='([^']*)'/.exec(feature.libvirt?.on ?? "")?.[1];
  return value ?? "on";
}

async function checkModelNames({ catalog, judge, libvirt }: LibvirtCheck): Promise<void> {
  const known = await libvirt.cpuModels();
  const differences = catalog.cpus.flatMap(({ model, libvirt: lore }) => {
    const name = lore?.name ?? model;
    const expected = isModelExpected(libvirt.release, lore);
    if (expected === undefined || known.has(name) === expected) return [];
    return [`${name}: catalogue ${expected ? "there" : "not there"} (${lore?.since ?? "never"}), libvirt otherwise`];
  });
  judge.check("libvirt CPU models", differences);
}

/**
 * Whether a libvirt knows a CPU model; undefined when the catalogue cannot tell. `<=9.0.0`: there at the latest then.
 * `after 11.3.0`: not yet in that one.
 */
export function isModelExpected(
  release: Version,
  lore: { readonly name: string | null; readonly since?: string | undefined } | undefined,
): boolean | undefined {
  if (lore === undefined || lore.name === null) return false;
  const since = parseVersion((lore.since ?? "").replace(/^(?:<=|after )/, ""));
  if (since === undefined) return undefined;
  const distance = compareVersions(release, since);
  if (lore.since?.startsWith("after ") === true) return distance <= 0 ? false : undefined;
  if (distance >= 0) return true;
  return lore.since?.startsWith("<=") === true ? undefined : false;
}
