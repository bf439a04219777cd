// What a host offers: its kernel, QEMU and build options turned into capabilities and reported bits, each yes, no or unknown.
import { remembered } from "#base/remembered.ts";
import { or, without, type U32 } from "#base/u32.ts";
import { parseVersion, type Version } from "#base/version.ts";
import type { BundledFeature, BundledPlatform } from "#catalog/bundle-types.ts";
import type { Catalog } from "#catalog/open.ts";
import { REGISTERS, type Register, type Vendor } from "#catalog/schema/common.ts";
import { isLibvirtHost, type AskedHost, type MeasuredHost } from "#catalog/schema/measured.ts";
import { openLibvirtHost, type LibvirtTold } from "./libvirt-host.ts";
import { measuredCapability, measuredHyperv, measuredReports, measuredVendor, measuredWord } from "./measured-host.ts";
import { featureReported, kernelCapability, reportedWord, type KernelContext, type TriWord } from "./kernel-reports.ts";
import type { HostSelection } from "./selection.ts";
import type { Tri } from "./resolved.ts";

export interface HostFacts {
  /** True when somebody answers for its kernel: a version, or the host itself. */
  readonly isTold: boolean;
  /** What its libvirt tells, where the host is given so. */
  readonly libvirtTold: LibvirtTold | undefined;
  readonly kernel: Version | undefined;
  readonly qemu: Version | undefined;
  readonly libvirt: Version | undefined;
  readonly vendor: Vendor;
  readonly platform: BundledPlatform | undefined;
  readonly hyperv: boolean;
  readonly xen: Tri;
  readonly smt: boolean | undefined;
  /** Whether KVM has a capability of `hosts/linux.json`. */
  readonly capability: (name: string) => Tri;
  /** Whether KVM reports all bits of a feature, or has it at all when it has no bits. */
  readonly reports: (feature: BundledFeature) => Tri;
  /** A register of KVM_GET_SUPPORTED_CPUID's leaf 0x40000001 (`kvm`), or of KVM_GET_SUPPORTED_HV_CPUID (`hyperv`). */
  readonly word: (list: "kvm" | "hyperv", leaf: U32, register: Register) => TriWord;
}

const opened = new WeakMap<Catalog, Map<string, HostFacts>>();
const measuredIds = new WeakMap<AskedHost, number>();
let measuredCount = 0;

/** A number for a measured host, the same for the same object; 0 without one. */
function measuredId(host: AskedHost | undefined): number {
  if (!host) return 0;
  const found = measuredIds.get(host);
  if (found !== undefined) return found;
  measuredCount += 1;
  measuredIds.set(host, measuredCount);
  return measuredCount;
}

/**
 * Opens a host. Explicit kernel, QEMU and libvirt versions win over the platform's.
 * @returns facts in which missing evidence is `unknown`, never a guess.
 */
export function hostFacts(catalog: Catalog, host: HostSelection): HostFacts {
  const known = opened.get(catalog) ?? new Map<string, HostFacts>();
  opened.set(catalog, known);
  const { platform, kernel, qemu, libvirt, vendor, hyperv, xen, smt, measured } = host;
  const key = [platform, kernel, qemu, libvirt, vendor, hyperv, xen, smt, measuredId(measured)].join("|");
  const found = known.get(key);
  if (found) return found;
  const facts = openHost(catalog, host);
  known.set(key, facts);
  return facts;
}

/** The platform whose builds an id stands for: follows `sameAs`. */
export function basePlatform(catalog: Catalog, id: string | undefined): BundledPlatform | undefined {
  let platform = id === undefined ? undefined : catalog.platformById.get(id);
  for (let hops = 0; platform?.sameAs !== undefined && hops < 4; hops += 1)
    platform = catalog.platformById.get(platform.sameAs);
  return platform;
}

const parsed = (text: string | null | undefined): Version | undefined => (text ? parseVersion(text) : undefined);

/** A measured host's own answers stand in for what was chosen. */
function asMeasured(host: HostSelection, told: LibvirtTold | undefined): HostSelection {
  const { measured } = host;
  if (!measured) return host;
  if (isLibvirtHost(measured))
    return { ...host, vendor: measured.vendor ?? host.vendor, hyperv: told?.hyperv ?? host.hyperv };
  const kernel = measured.release ?? measured.kernel;
  return { ...host, kernel, vendor: measuredVendor(measured), hyperv: measuredHyperv(measured) };
}

function openHost(catalog: Catalog, selection: HostSelection): HostFacts {
  const { measured, libvirtTold } = askedOf(catalog, selection.measured);
  const host = asMeasured(selection, libvirtTold);
  const { vendor, hyperv } = host;
  const platform = basePlatform(catalog, host.platform);
  const kernel = parsed(host.kernel ?? platform?.kernelBase);
  const answers = openAnswers({ catalog, kernel, vendor, platform }, { measured, libvirtTold }, hyperv);
  return {
    ...answers,
    isTold: kernel !== undefined || libvirtTold !== undefined,
    libvirtTold,
    kernel,
    qemu: parsed(host.qemu ?? platform?.qemu),
    libvirt: parsed(host.libvirt ?? platform?.libvirt),
    vendor,
    platform,
    hyperv,
    xen: (measured && measuredCapability(measured, "KVM_CAP_XEN_HVM")) ?? xenInKernel(host, answers.capability),
    smt: host.smt,
  };
}

/** Who answered for a host, if anybody: its KVM, or its libvirt. */
interface Asked {
  readonly measured: MeasuredHost | undefined;
  readonly libvirtTold: LibvirtTold | undefined;
}

const askedOf = (catalog: Catalog, asked: AskedHost | undefined): Asked => ({
  measured: asked && !isLibvirtHost(asked) ? asked : undefined,
  libvirtTold: asked && isLibvirtHost(asked) ? openLibvirtHost(catalog, asked) : undefined,
});

/** KVM's answers: measured ones where there are some, else what the catalogue says of such a kernel. */
function openAnswers(
  context: KernelContext,
  { measured, libvirtTold }: Asked,
  hyperv: boolean,
): Pick<HostFacts, "capability" | "reports" | "word"> {
  const capability = remembered(
    (name: string): Tri =>
      (measured && measuredCapability(measured, name)) ??
      libvirtTold?.capability(name) ??
      kernelCapability(context, name),
  );
  const reports = remembered((feature: BundledFeature): Tri => {
    if (feature.family === "hyperv" && !hyperv) return "no";
    return (
      (measured && measuredReports(measured, feature)) ??
      libvirtTold?.reports(feature) ??
      featureReported(context, feature)
    );
  });
  const byKernel = (list: "kvm" | "hyperv", leaf: U32, register: Register): TriWord => {
    const known = reportedWord(context, list, leaf, register, capability, hyperv);
    if (list === "kvm" || !libvirtTold || !hyperv) return known;
    const { set, clear } = libvirtTold.word(leaf, register);
    const proven = or(set, clear);
    return { word: without(or(known.word, set), clear), unknown: without(known.unknown, proven) };
  };
  const words = new Map<number, TriWord>();
  const word = (list: "kvm" | "hyperv", leaf: U32, register: Register): TriWord => {
    const key = leaf * 8 + REGISTERS.indexOf(register) + (list === "kvm" ? 4 : 0);
    const found = words.get(key);
    if (found) return found;
    const told = measured && (list === "kvm" || hyperv) ? measuredWord(measured, list, leaf, register) : undefined;
    const made = told === undefined ? byKernel(list, leaf, register) : { word: told, unknown: 0 };
    words.set(key, made);
    return made;
  };
  return { capability, reports, word };
}

/** Xen emulation needs the kernel code and the build option; the option is off unless the builder chose it. */
function xenInKernel(host: HostSelection, capability: (name: string) => Tri): Tri {
  if (host.xen === false) return "no";
  const code = capability("CONFIG_KVM_XEN");
  if (code === "no") return "no";
  return host.xen === true ? code : "unknown";
}
