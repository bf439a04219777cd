// What the words of a CPU follow from: the model, the assigned properties, the release, and the host's vendor.
import type { BundledCpuVersion } from "#catalog/bundle-types.ts";
import type { Catalog } from "#catalog/open.ts";
import type { Vendor } from "#catalog/schema/common.ts";
import type { ModelKind } from "./cpu.ts";
import type { Assignments } from "./properties.ts";
import type { QemuRelease } from "./qemu-release.ts";
import type { Tri } from "./resolved.ts";
import type { IrqchipMode } from "./selection.ts";

export interface CpuWordsContext {
  readonly catalog: Catalog;
  readonly kind: ModelKind;
  readonly version: BundledCpuVersion | undefined;
  readonly assignments: Assignments;
  readonly irqchip: IrqchipMode;
  readonly accel: "kvm" | "tcg";
  readonly qemu: QemuRelease;
  /** Logical processors of a package; undefined where nobody knows. */
  readonly packageSize: number | undefined;
  /** What the host supports of an ordinary flag; undefined where nobody asked it. */
  readonly hostFlag: ((name: string) => Tri) | undefined;
  /** Of the host: under KVM a guest sees its name. */
  readonly hostVendor: Vendor;
  /** The machine type's own version, e.g. `2.4`; absent for boards without versions. */
  readonly machineVersion: string | undefined;
}

/** True for a model whose words nobody measured. */
export const isUnmeasured = (kind: ModelKind, version: BundledCpuVersion | undefined): boolean =>
  kind === "named" && version?.words === undefined;
