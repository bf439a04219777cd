// Turns a host in words into the engine's host, or says which word is unusable and what was perhaps meant.
import { fail, ok, type Issue, type Result } from "#base/result.ts";
import { compareVersions, parseVersion, version, versionText, type Version } from "#base/version.ts";
import type { Catalog } from "#catalog/open.ts";
import type { Vendor } from "#catalog/schema/common.ts";
import { isLibvirtHost, type AskedHost } from "#catalog/schema/measured.ts";
import { basePlatform } from "#engine/host.ts";
import { measuredVendor } from "#engine/measured-host.ts";
import type { HostSelection } from "#engine/selection.ts";
import { didYouMean } from "#base/near.ts";

/** A host as a user writes it; explicit versions win over the platform's. */
export interface HostRequest {
  readonly qemu?: string | undefined;
  readonly kernel?: string | undefined;
  readonly libvirt?: string | undefined;
  readonly platform?: string | undefined;
  readonly vendor?: string | undefined;
  /** False for a KVM without Hyper-V emulation. */
  readonly hyperv?: boolean | undefined;
  /** What the host's own KVM answered, kernel and vendor with it; or what its libvirt told. */
  readonly measured?: AskedHost | undefined;
}

/** The parts of a request that an issue can name; any other place lies within QEMU's arguments. */
const PARTS: readonly (string | undefined)[] = ["qemu", "kernel", "libvirt", "platform", "vendor"];

/** True for an issue about the host; false for one about QEMU's arguments. */
export const isAboutHost = ({ where }: Issue): boolean => PARTS.includes(where);

const VENDORS: readonly Vendor[] = ["intel", "amd"];

/** Reads a host; each issue names in `where` the part that it is about. */
export function readHost(catalog: Catalog, written: HostRequest): Result<HostSelection> {
  const request = withMeasured(written);
  const { platform, hyperv = true, measured } = request;
  const vendor = VENDORS.find((name) => name === request.vendor?.toLowerCase());
  const issues: Issue[] = [
    ...checkPlatform(catalog, platform),
    ...checkMissing(catalog, request),
    ...checkVersion("qemu", request.qemu, catalog.qemu.releases),
    ...checkVersion("kernel", request.kernel, catalog.kernels),
    ...checkVersion("libvirt", request.libvirt, []),
    ...checkVendor(request.vendor),
  ];
  if (issues.length > 0 || vendor === undefined) return fail(...issues);
  const given = (name: "platform" | "kernel" | "qemu" | "libvirt"): Partial<HostSelection> =>
    request[name] === undefined ? {} : { [name]: request[name] };
  return ok({
    vendor,
    hyperv,
    ...(measured && { measured }),
    ...given("platform"),
    ...given("kernel"),
    ...given("qemu"),
    ...given("libvirt"),
  });
}

/** A measured host fills in what it knows itself. */
function withMeasured(request: HostRequest): HostRequest {
  const { measured } = request;
  if (!measured) return request;
  if (isLibvirtHost(measured)) return { ...request, vendor: measured.vendor ?? request.vendor };
  return { ...request, kernel: measured.release ?? measured.kernel, vendor: measuredVendor(measured) };
}

const issue = (rule: string, where: string, message: string): Issue => ({ rule, where, message });

function checkPlatform(catalog: Catalog, platform: string | undefined): Issue[] {
  if (platform === undefined || catalog.platformById.has(platform)) return [];
  const near = didYouMean(platform, [...catalog.platformById.keys()]);
  return [issue("unknown-platform", "platform", `no platform ${JSON.stringify(platform)}${near}`)];
}

/** QEMU and kernel must be given, or the platform must have them. */
function checkMissing(catalog: Catalog, { platform, qemu, kernel, measured }: HostRequest): Issue[] {
  const known = basePlatform(catalog, platform);
  if (platform !== undefined && known === undefined) return [];
  const why = known ? `the platform ${platform} has none on record` : "give it, or a platform that has it";
  const found = { qemu: qemu ?? known?.qemu, kernel: kernel ?? known?.kernelBase };
  // A host that was asked stands for its own kernel, also where that stays untold.
  return (measured ? (["qemu"] as const) : (["qemu", "kernel"] as const))
    .filter((name) => found[name] === undefined || found[name] === null)
    .map((name) => issue("missing", name, `missing; ${why}`));
}

function checkVendor(vendor: string | undefined): Issue[] {
  if (vendor === undefined) return [issue("missing", "vendor", `missing; it is ${VENDORS.join(" or ")}`)];
  if (VENDORS.some((name) => name === vendor.toLowerCase())) return [];
  return [issue("unknown-vendor", "vendor", `no CPU vendor ${JSON.stringify(vendor)}; it is ${VENDORS.join(" or ")}`)];
}

type Releases = readonly { readonly version: string }[];

/** Like 6.12, 6.12.63 or what a distribution hangs on to it, e.g. 6.1.0-18-amd64. */
const VERSION = /^v?\d+(?:\.\d+)*(?:[-+~_][\w.+~-]*|rc\d+)?$/;

function checkVersion(name: string, text: string | undefined, releases: Releases): Issue[] {
  if (text === undefined) return [];
  const parsed = VERSION.test(text) ? parseVersion(text) : undefined;
  if (!parsed) return [issue("version", name, `${JSON.stringify(text)} is no version such as 6.12`)];
  const [oldest] = inOrder(releases);
  if (oldest === undefined || compareVersions(parsed, oldest) >= 0) return [];
  return [
    issue("too-old", name, `${text} is older than what the catalogue knows, which begins with ${versionText(oldest)}`),
  ];
}

const inOrder = (releases: Releases): readonly Version[] =>
  releases.map((release) => version(release.version)).toSorted(compareVersions);

/** Sentences about versions that are newer than the catalogue, whose answers are those of its newest. */
export function agingNotes(catalog: Catalog, { kernel, qemu }: HostRequest): readonly string[] {
  const note = (name: string, text: string | undefined, releases: Releases): string[] => {
    const asked = parseVersion(text ?? "");
    const newest = inOrder(releases).at(-1);
    if (!asked || !newest || compareVersions(asked.slice(0, 2), newest) <= 0) return [];
    return [`${name} ${text} is newer than the catalogue, which ends with ${versionText(newest)}`];
  };
  return [...note("kernel", kernel, catalog.kernels), ...note("QEMU", qemu, catalog.qemu.releases)];
}
