// Why a verdict is what it is: the gates on a bit's way from KVM to the guest, in order, each with the facts it stands on.
import { versionText } from "#base/version.ts";
import type { BundledFeature } from "#catalog/bundle-types.ts";
import { hypervSupported } from "./hyperv.ts";
import { nativeMask, needingKernelApic } from "./native.ts";
import type { Point } from "./point.ts";
import type { FactRef, Gate, Reason, ReasonRule, Tri, VerdictState } from "./resolved.ts";
import { enlightenmentSupport, nativeSupport, synicKvmOnly, vpindexFixed, withRequirements } from "./support.ts";

type Args = Readonly<Record<string, string>>;

const reason = (gate: Gate, open: Tri, rule: ReasonRule, args: Args, facts: readonly FactRef[] = []): Reason => ({
  gate,
  open,
  rule,
  args,
  facts,
});

const fact = (feature: BundledFeature, path: string): FactRef => ({ file: feature.file, path });

/** The reasons for a state, in the order of the gates; the first shut gate is what stops the bit. */
export function reasonsFor(point: Point, feature: BundledFeature, state: VerdictState): Reason[] {
  const stop = startReason(point);
  if (stop) return [stop];
  const gates = [
    kernelReason(point, feature),
    qemuReason(point, feature),
    accelReason(point),
    ...machineReasons(point, feature),
  ];
  return [
    ...gates.filter((row) => row !== undefined),
    defaultReason(point, feature, state),
    ...requirementReasons(point, feature),
    guestReason(feature),
  ].filter((row) => row !== undefined);
}

function startReason({ stop, starts, host, machine, cpu, qemu }: Point): Reason | undefined {
  if (stop === undefined) return undefined;
  const args = {
    machine: machine?.version.name ?? "",
    cpu,
    qemu: versionText(qemu.version),
    platform: host.platform?.title ?? "",
  };
  if (stop === "host") return reason("start", "unknown", "host-incomplete", args);
  if (stop === "accel" || stop === "irqchip")
    return reason("start", "no", stop === "accel" ? "accel-refuses" : "irqchip-refused", args);
  return reason(
    "start",
    starts === "unknown" ? "unknown" : "no",
    stop === "machine" ? "machine-unknown" : "cpu-unknown",
    args,
  );
}

/** The kernel release from which KVM reports the feature on this vendor, as the catalogue writes it. */
export function kernelSince(feature: BundledFeature, vendor: string): string | undefined {
  const rows = (feature.reports.length > 0 ? feature.reports : feature.capabilities).filter(
    (row) => row.vendor === undefined || row.vendor === vendor,
  );
  return rows[0]?.since;
}

const kernelSupport = (point: Point, feature: BundledFeature): Tri =>
  feature.family === "hyperv"
    ? hypervSupported(feature, point.qemu, point.host, synicKvmOnly(point))
    : point.host.reports(feature);

function kernelReason(point: Point, feature: BundledFeature): Reason {
  const { host } = point;
  const args = {
    feature: feature.id,
    kernel: host.kernel ? versionText(host.kernel) : "?",
    platform: host.platform?.title ?? "",
    vendor: host.vendor,
    since: kernelSince(feature, host.vendor) ?? "",
  };
  const facts = [fact(feature, feature.reports.length > 0 ? "reports" : "capabilities")];
  if (feature.family === "hyperv") {
    const special = hypervKernelReason(point, feature, args, facts);
    if (special) return special;
  }
  if (feature.reports.length === 0 && feature.capabilities.length === 0)
    return neverReported({ ...point, args, facts, feature });
  if (args.since === "") return reason("kernel", "no", "kernel-vendor", args, facts);
  const supported = kernelSupport(point, feature);
  return reason("kernel", supported, libvirtRule(host, feature, supported) ?? KERNEL_RULES[supported], args, facts);
}

/** Where libvirt answered for the host: what its list says, or that it says nothing and no kernel is known either. */
function libvirtRule(
  { libvirtTold, kernel }: Point["host"],
  feature: BundledFeature,
  answer: Tri,
): ReasonRule | undefined {
  if (!libvirtTold) return undefined;
  const said = libvirtTold.says(feature);
  if (said === "listed" && answer === "yes") return "libvirt-lists";
  if (said === "omitted" && answer === "no") return "libvirt-omits";
  if (kernel !== undefined) return undefined;
  return answer === "unknown" ? "libvirt-silent" : "libvirt-implies";
}

/** Enlightenments of which KVM is not asked, or cannot be. */
function hypervKernelReason(
  { host, qemu }: Point,
  feature: BundledFeature,
  args: Args,
  facts: readonly FactRef[],
): Reason | undefined {
  if (!host.hyperv) return reason("kernel", "no", "kernel-without-hyperv", args);
  if (feature.id === "hv-vpindex" && vpindexFixed({ host, qemu }))
    return reason("kernel", "no", "kernel-fixed-vpindex", args, facts);
  const asked = feature.cpuid.some((row) => (row.by ?? "always") === "always");
  return asked ? undefined : reason("kernel", "yes", "kernel-not-asked", args, facts);
}

const KERNEL_RULES: Readonly<Record<Tri, ReasonRule>> = {
  yes: "kernel-reports",
  no: "kernel-too-old",
  unknown: "kernel-unknown",
};

interface NeverReported extends Pick<Point, "irqchip" | "qemu" | "catalog"> {
  readonly feature: BundledFeature;
  readonly args: Args;
  readonly facts: readonly FactRef[];
}

/** Bits that KVM never reports: QEMU adds two of them by itself, the others stay out of reach. */
function neverReported({ feature, irqchip, qemu, args }: NeverReported): Reason {
  const facts = [fact(feature, "cpuid")];
  if (feature.id === "kvm-msi-ext-dest-id" && qemu.behaves("split-adds-msi-ext-dest-id")) {
    const open = irqchip === "split" ? "yes" : "no";
    return reason("kernel", open, open === "yes" ? "qemu-adds-it" : "irqchip-needed", { ...args, irqchip }, facts);
  }
  if (feature.id === "kvm-hint-dedicated" && qemu.behaves("hints-always-supported"))
    return reason("kernel", "yes", "qemu-adds-it", args, facts);
  if (feature.family === "vmware") return reason("kernel", "yes", "kernel-not-asked", args, facts);
  return reason("kernel", "no", "kernel-never-reports", args, facts);
}

function qemuReason({ qemu }: Point, feature: BundledFeature): Reason {
  const property = feature.property;
  const args = {
    feature: feature.id,
    qemu: versionText(qemu.version),
    since: property?.since ?? "",
    until: property?.until ?? "",
  };
  const facts = property ? [fact(feature, "property.since")] : [];
  if (!property || property.since === null) return reason("qemu", "no", "qemu-never", args, facts);
  if (qemu.has(property)) return reason("qemu", "yes", "qemu-knows", args, facts);
  const removed = property.until !== undefined && qemu.has({ since: property.until });
  return reason("qemu", "no", removed ? "qemu-removed" : "qemu-too-old", args, facts);
}

const accelReason = ({ accel }: Point): Reason | undefined =>
  accel === "tcg" ? reason("accel", "no", "accel-tcg", {}) : undefined;

/** KVM offers these with its own local APIC only. */
const NEEDS_KERNEL_APIC = ["kvm-pv-unhalt", "hv-synic"];

function machineReasons(point: Point, feature: BundledFeature): Reason[] {
  const args = { feature: feature.id, machine: point.machine?.version.name ?? "" };
  const reasons: Reason[] = [];
  if (point.hidesKvm && feature.family === "kvm") reasons.push(reason("machine", "no", "hidden-by-kvm-off", args));
  const needsApic = NEEDS_KERNEL_APIC.includes(feature.id) || needingKernelApic(point.catalog).includes(feature);
  if (needsApic && point.irqchip === "off") {
    reasons.push(reason("machine", "no", "irqchip-needed", { ...args, irqchip: point.irqchip }));
  }
  const pin = compatReason(point, feature, args);
  return pin ? [...reasons, pin] : reasons;
}

/** A compat property of the machine type that sets the feature's default: one flag still overrides it. */
function compatReason({ machine, defaults }: Point, feature: BundledFeature, args: Args): Reason | undefined {
  const assigned = defaults.get(feature.property?.name ?? "");
  if (!machine || assigned?.by !== "compat") return undefined;
  const facts = [{ file: machine.board.file, path: machine.version.name }];
  return assigned.value === "off"
    ? reason("default", "no", "machine-pins-off", args, facts)
    : reason("default", "yes", "machine-turns-on", args, facts);
}

function defaultReason(point: Point, feature: BundledFeature, state: VerdictState): Reason {
  const { defaults, cpu, qemu } = point;
  const args = {
    feature: feature.id,
    cpu,
    qemu: versionText(qemu.version),
    flag: flagText(feature),
    why: feature.whyNotDefault?.text ?? "",
  };
  const table = [{ file: "releases/qemu.json", path: "defaults" }];
  if (defaults.get(feature.property?.name ?? "")?.value === "on")
    return reason("default", "yes", "default-table", args, table);
  if (takenByModel(point, feature) && state !== "opt-in") return reason("default", "yes", "default-all-host", args);
  return reason("default", "no", feature.family === "vmware" ? "needs-stable-tsc" : "default-not", args, table);
}

/** `host` and `max` take every native bit but the hints. */
const takenByModel = ({ kind }: Point, feature: BundledFeature): boolean =>
  (kind === "host" || kind === "max") && feature.family === "kvm" && nativeMask(feature, "edx") === 0;

/** The flag that asks for a feature, as it would stand behind `-cpu MODEL,`. */
export const flagText = (feature: BundledFeature): string => {
  const name = feature.property?.name ?? feature.id;
  return feature.property?.type === "bit" ? `+${name}` : `${name}=on`;
};

function requirementReasons(point: Point, feature: BundledFeature): Reason[] {
  return withRequirements(point, feature)
    .slice(1)
    .map((other) => {
      const answer = other.family === "hyperv" ? enlightenmentSupport(point, other) : nativeSupport(point, other);
      return reason("requires", answer, "requires-missing", { feature: feature.id, other: other.id }, [
        fact(feature, "requires"),
      ]);
    });
}

function guestReason(feature: BundledFeature): Reason | undefined {
  const guest = feature.linuxGuest;
  if (!guest) return undefined;
  const args = { feature: feature.id, since: guest.since ?? "", note: guest.note ?? "" };
  return guest.since === null
    ? reason("guest", "no", "guest-never", args, [fact(feature, "linuxGuest")])
    : reason("guest", "yes", "guest-uses", args, [fact(feature, "linuxGuest")]);
}
