// Whether a host can have a feature at all: KVM and QEMU together, bit by bit, and everything the feature requires.
import { and, or } from "#base/u32.ts";
import type { BundledFeature } from "#catalog/bundle-types.ts";
import { fatalRequirements, hypervSupported } from "./hyperv.ts";
import { nativeMask, supportedWord } from "./native.ts";
import type { Point } from "./point.ts";
import type { Tri } from "./resolved.ts";

/** Whether this host's KVM and QEMU together support the bits of a native feature. */
export function nativeSupport(point: Point, feature: BundledFeature): Tri {
  let answer: Tri = "yes";
  for (const register of ["eax", "edx"] as const) {
    const mask = nativeMask(feature, register);
    const { word, unknown } = supportedWord(point, register);
    if (and(word, mask) === mask) continue;
    if (and(or(word, unknown), mask) !== mask) return "no";
    answer = "unknown";
  }
  return answer;
}

/** Whether this host lets QEMU show an enlightenment itself, whatever it requires. */
export function enlightenmentSupport(point: Point, feature: BundledFeature): Tri {
  const { host, qemu, irqchip } = point;
  if (!host.hyperv) return "no";
  if (feature.property === undefined || !qemu.has(feature.property)) return "no";
  if (feature.id === "hv-vpindex" && vpindexFixed({ host, qemu })) return "no";
  if (feature.id === "hv-synic" && irqchip === "off") return "no";
  return hypervSupported(feature, qemu, host, synicKvmOnly(point));
}

/** True when QEMU insists on setting the VP index itself and this KVM does not let it. */
export const vpindexFixed = ({ host, qemu }: Pick<Point, "host" | "qemu">): boolean =>
  qemu.says("hyperv-vpindex-fixed") && host.capability("KVM_CAP_HYPERV_VP_INDEX") === "no";

/** Properties beside a feature's own that a verdict reads from the machine type: types that differ in one differ in class. */
export const ALSO_READ = ["x-hv-synic-kvm-only"];

/** Machine types on which the SynIC is KVM's alone: it then needs neither its newer form in KVM nor hv-vpindex. */
export const synicKvmOnly = ({ defaults }: Pick<Point, "defaults">): boolean =>
  defaults.get("x-hv-synic-kvm-only")?.value === "on";

/** A feature and everything QEMU makes it require here, itself first. */
export function withRequirements(
  point: Pick<Point, "catalog" | "qemu" | "defaults">,
  feature: BundledFeature,
): BundledFeature[] {
  const all = [feature];
  for (const row of all) {
    if (row.id === "hv-synic" && synicKvmOnly(point)) continue;
    for (const other of fatalRequirements(point.catalog, row, point.qemu)) if (!all.includes(other)) all.push(other);
  }
  return all;
}

/** Whether a VM without any flag asks for the feature: by default table, compat property, or a CPU model that takes all but hints. */
export function isOnByItself({ defaults, kind }: Point, feature: BundledFeature): boolean {
  const assigned = defaults.get(feature.property?.name ?? "");
  if (assigned) return assigned.value === "on";
  return (kind === "host" || kind === "max") && feature.family === "kvm" && nativeMask(feature, "edx") === 0;
}
