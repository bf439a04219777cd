// What is told beside a pasted text on the command line: the host, the guest, the aim. What is not told is the newest that the catalogue knows.
import { compareVersions, version } from "#base/version.ts";
import { fail, ok, type Issue, type Result } from "#base/result.ts";
import { didYouMean } from "#base/near.ts";
import type { Catalog } from "#catalog/open.ts";
import type { Vendor } from "#catalog/schema/common.ts";
import type { ExplainOptions } from "#engine/explain/options.ts";
import { basePlatform } from "#engine/host.ts";
import { readHost, type HostRequest } from "./host.ts";

/** The options as they were written. */
export interface ExplainRequest extends Omit<HostRequest, "vendor"> {
  /** One vendor, or all of a fleet's, with commas. */
  readonly vendor?: string | undefined;
  readonly guest?: "linux" | "windows" | undefined;
  readonly wantMigration: boolean;
  readonly hostCpu?: string | undefined;
  /** CPU models, with commas. */
  readonly fleet?: string | undefined;
  readonly tscScaling?: boolean | undefined;
  readonly tscFrequency?: string | undefined;
  readonly qemuFrom?: string | undefined;
  readonly qemuTo?: string | undefined;
}

/** A distribution's kernel, e.g. `3.10-el7` or `4.18.0-305.el8.x86_64`. */
const RHEL_KERNEL = /[.-]el(?<major>\d+)/;
const DOWNSTREAM_KERNEL = /[.-](?:el\d|fc\d|amzn|oe\d)|-(?:\d+-)?(?:generic|pve|amd64|default|azure|aws)/;

/** Reads the options; each issue names in `where` the one that it is about. */
export function readExplainOptions(catalog: Catalog, request: ExplainRequest): Result<ExplainOptions> {
  const vendors = readVendors(request.vendor);
  const host = readHost(catalog, hostRequest(catalog, request, vendors.ok ? vendors.value : []));
  const { hostCpu, tscScaling, tscFrequency, qemuFrom, qemuTo, guest, wantMigration } = request;
  const models = list(request.fleet);
  const issues = [
    ...(vendors.ok ? [] : vendors.issues),
    ...models.flatMap((name) => checkModel(catalog, name, "fleet")),
    ...(hostCpu === undefined ? [] : checkModel(catalog, hostCpu, "host-cpu")),
    ...checkFrequency(tscFrequency),
    ...(host.ok ? [] : host.issues),
  ];
  if (!host.ok || !vendors.ok || issues.length > 0) return fail(...issues);
  return ok({
    host: host.value,
    told: toldBy(request, vendors.value.length > 0),
    vendors: vendors.value,
    guest,
    wantMigration,
    hostCpu: hostCpu === undefined ? undefined : modelName(catalog, hostCpu),
    fleet: models.flatMap((name) => modelName(catalog, name) ?? []),
    tscScaling,
    tscFrequency,
    qemuFrom,
    qemuTo,
    kernelIsDownstream: DOWNSTREAM_KERNEL.test(request.kernel ?? ""),
  });
}

function toldBy(
  { qemu, kernel, libvirt, platform, measured }: ExplainRequest,
  vendor: boolean,
): ExplainOptions["told"] {
  const hasPlatform = platform !== undefined;
  return {
    qemu: hasPlatform || qemu !== undefined,
    kernel: hasPlatform || kernel !== undefined || measured !== undefined,
    vendor: vendor || measured !== undefined,
    libvirt: hasPlatform || libvirt !== undefined,
  };
}

/** The host, with the newest of whatever is not told. */
function hostRequest(catalog: Catalog, request: ExplainRequest, vendors: readonly Vendor[]): HostRequest {
  const { measured } = request;
  const rhel = request.platform === undefined ? rhelPlatform(catalog, request.kernel) : undefined;
  const platform = request.platform ?? rhel;
  const known = basePlatform(catalog, platform);
  // A kernel tells of its distribution, not of the QEMU on it.
  const knowsQemu = rhel === undefined && Boolean(known?.qemu);
  const knowsKernel = measured !== undefined || Boolean(known?.kernelBase);
  return {
    ...request,
    platform,
    kernel: rhel === undefined ? (request.kernel ?? newestUnless(knowsKernel, catalog.kernels)) : undefined,
    qemu: request.qemu ?? newestUnless(knowsQemu, catalog.qemu.releases),
    vendor: vendors[0] ?? "intel",
  };
}

const list = (text: string | undefined): readonly string[] =>
  (text ?? "")
    .split(",")
    .map((item) => item.trim())
    .filter((item) => item !== "");

function readVendors(text: string | undefined): Result<readonly Vendor[]> {
  const written = list(text).map((name) => name.toLowerCase());
  const wrong = written.find((name) => name !== "intel" && name !== "amd");
  if (wrong !== undefined)
    return fail({
      rule: "unknown-vendor",
      where: "vendor",
      message: `no CPU vendor ${JSON.stringify(wrong)}; it is intel or amd`,
    });
  return ok([...new Set(written.filter((name): name is Vendor => name === "intel" || name === "amd"))]);
}

/** The newest release of RHEL whose kernel this looks like: its backports are then not taken for missing. */
function rhelPlatform(catalog: Catalog, kernel: string | undefined): string | undefined {
  const major = RHEL_KERNEL.exec(kernel ?? "")?.groups?.["major"];
  const ids = [...catalog.platformById.keys()].filter((id) => id.startsWith(`rhel-${major ?? "?"}.`));
  return ids.toSorted((a, b) => compareVersions(version(a.slice(5)), version(b.slice(5)))).at(-1);
}

const newestUnless = (isKnown: boolean, rows: readonly { readonly version: string }[]): string | undefined =>
  isKnown ? undefined : newest(rows);

const newest = (rows: readonly { readonly version: string }[]): string | undefined =>
  rows.map((row) => row.version).toSorted((a, b) => compareVersions(version(b), version(a)))[0];

/** Marketing names end in what QEMU's models do not tell apart: IvyBridge-EP, Haswell-E. */
const modelName = (catalog: Catalog, written: string): string | undefined =>
  [written, written.replace(/-(?:E|EP|EX|SP|W|D|H|U|Y)$/i, "")].find((name) => catalog.cpuByName.has(name));

function checkModel(catalog: Catalog, name: string, where: string): Issue[] {
  if (modelName(catalog, name) !== undefined) return [];
  const near = didYouMean(name, [...catalog.cpuByName.keys()]);
  return [{ rule: "unknown-model", where, message: `QEMU has no CPU model ${JSON.stringify(name)}${near}` }];
}

const checkFrequency = (text: string | undefined): Issue[] =>
  text === undefined || /^[1-9]\d{6,11}$/.test(text)
    ? []
    : [
        {
          rule: "frequency",
          where: "tsc-frequency",
          message: `${JSON.stringify(text)} is no frequency in Hz such as 2100000000`,
        },
      ];
