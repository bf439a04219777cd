// Makes the bundle out of the catalogue's texts: schemas first, then the data checks; a wrong catalogue yields no bundle.
import { fail, ok, type Result } from "#base/result.ts";
import type {
  BundledBoard,
  BundledCpu,
  BundledFeature,
  BundledLayer,
  BundledPlatform,
  BundledProfile,
  CatalogBundle,
} from "./bundle-types.ts";
import { CHECKS } from "./checks/index.ts";
import type { FromFile, ParsedCatalog } from "./parsed.ts";
import { parseCatalog } from "./parse.ts";
import { CONFIDENCES, type Confidence, type Evidence } from "./schema/common.ts";
import type { Feature } from "./schema/feature.ts";
import type { PlatformHosts } from "./schema/host.ts";
import type { Layer } from "./schema/layer.ts";
import { PROFILE_KINDS } from "./schema/profile.ts";

/**
 * Validates all catalogue texts (path below public/catalog → JSON text) and bundles what the engine needs.
 * @returns the bundle, or every issue with file, path and rule.
 */
export function bundleCatalog(texts: ReadonlyMap<string, string>): Result<CatalogBundle> {
  const parsed = parseCatalog(texts);
  if (!parsed.ok) return parsed;
  const issues = CHECKS.flatMap((check) => check.check(parsed.value).map((issue) => ({ ...issue, rule: check.name })));
  return issues.length > 0 ? fail(...issues) : ok(bundle(parsed.value));
}

function bundle(parsed: ParsedCatalog): CatalogBundle {
  const linux = parsed.linux.value;
  return {
    index: parsed.index.value,
    features: parsed.features.map(bundledFeature).toSorted(byFeatureOrder),
    boards: parsed.boards.map(({ file, value }): BundledBoard => ({
      ...bare(value),
      file,
      versions: value.versions.map(bare),
    })),
    cpus: parsed.cpus.map(({ file, value }): BundledCpu => ({
      ...bare(value),
      file,
      versions: value.versions.map(bare),
    })),
    kernels: linux.kernels.map(bare),
    kernelWords: linux.words.map(bare),
    capabilities: linux.capabilities.map(bare),
    stableBackports: linux.backports.map(bare),
    platforms: parsed.platforms.flatMap(bundledPlatforms),
    qemu: {
      releases: parsed.qemu.value.releases.map(bare),
      defaults: parsed.qemu.value.defaults.map(bare),
      messages: parsed.messages.value.messages.map(bare),
      behaviours: parsed.messages.value.behaviours.map(bare),
      msrAborts: parsed.messages.value.msrAborts.map(bare),
    },
    libvirt: {
      releases: parsed.libvirt.value.releases.map(bare),
      behaviours: parsed.libvirt.value.behaviours.map(bare),
    },
    flags: {
      ...bare(parsed.flags.value),
      backported: parsed.flags.value.backported.map(bare),
      beyondKvm: bare(parsed.flags.value.beyondKvm),
      dependencies: parsed.flags.value.dependencies.map(bare),
    },
    leaves: parsed.leaves.value.leaves.map(bare),
    log: {
      messages: parsed.logMessages.value.messages.map(bare),
      msrs: parsed.logMsrs.value.msrs.map(bare),
    },
    layers: parsed.layers.map(bundledLayer).toSorted((a, b) => a.order - b.order),
    profiles: parsed.profiles.map(({ file, value }) => ({ ...sure(value), file })).toSorted(byProfileOrder),
    knownIssues: parsed.knownIssues.value.issues.map(sure),
    rules: parsed.rules.map(({ file, value: { id, title, severities } }) => ({ id, title, severities, file })),
    talk: { ...parsed.talk.value, file: parsed.talk.file, claims: parsed.talk.value.claims.map(sure) },
  };
}

function bare<T extends { readonly evidence: unknown }>(value: T): Omit<T, "evidence"> {
  const { evidence: _, ...rest } = value;
  return rest;
}

function bundledFeature({ file, value }: FromFile<Feature>): BundledFeature {
  const sureness = Object.fromEntries(Object.entries(value.evidence).map(([path, list]) => [path, strongest(list)]));
  return { ...bare(value), file, sureness };
}

/** Kinds in the schema's order; within a kind a set before those that hold it, so that they grow. */
const byProfileOrder = (a: BundledProfile, b: BundledProfile): number =>
  PROFILE_KINDS.indexOf(a.kind) - PROFILE_KINDS.indexOf(b.kind) ||
  (a.guest < b.guest ? -1 : a.guest > b.guest ? 1 : 0) ||
  (a.kind === "own" ? a.flags.length - b.flags.length : a.id < b.id ? -1 : 1);

function bundledLayer({ file, value }: FromFile<Layer>): BundledLayer {
  return {
    ...value,
    file,
    releases: value.releases.map(bare),
    rows: value.rows.map(sure),
    rest: value.rest.map(sure),
    defaults: value.defaults.map(sure),
    settings: (value.settings ?? []).map(sure),
  };
}

const sure = <T extends { readonly evidence: readonly Evidence[] }>(
  value: T,
): Omit<T, "evidence"> & { sureness: Confidence } => ({ ...bare(value), sureness: strongest(value.evidence) });

/** Evidence adds up: a fact is as sure as its best piece. */
export function strongest(list: readonly Evidence[]): Confidence {
  return CONFIDENCES.find((confidence) => list.some((piece) => piece.confidence === confidence)) ?? "recalled";
}

const FAMILY_ORDER = ["kvm", "hyperv", "xen", "vmware"];

function byFeatureOrder(a: BundledFeature, b: BundledFeature): number {
  const family = FAMILY_ORDER.indexOf(a.family) - FAMILY_ORDER.indexOf(b.family);
  return family !== 0 ? family : featureRank(a) - featureRank(b) || (a.id < b.id ? -1 : 1);
}

/** Guest-visible features come in the order of their bits or of QEMU's table, settings and host matters behind them. */
function featureRank(feature: BundledFeature): number {
  const kinds = ["feature", "setting", "switch", "host", "proposal"];
  const first = feature.cpuid[0];
  const bitRank = (first?.register === "edx" ? 32 : 0) + (first?.bits?.[0] ?? 0);
  return kinds.indexOf(feature.kind) * 1000 + (feature.label?.order ?? bitRank);
}

function bundledPlatforms({ file, value }: FromFile<PlatformHosts>): BundledPlatform[] {
  return value.platforms.map((platform) => ({
    ...bare(platform),
    file,
    family: value.family,
    backports: platform.backports.map(bare),
  }));
}
