// What is known beside the pasted text: the host, the guest, the aim. Whatever is not told is not assumed to be bad.
import type { HostSelection } from "../selection.ts";
import type { Vendor } from "#catalog/schema/common.ts";

export interface ExplainOptions {
  readonly host: HostSelection;
  /** Which parts of the host somebody told; the others are the newest that the catalogue knows. */
  readonly told: {
    readonly qemu: boolean;
    readonly kernel: boolean;
    readonly vendor: boolean;
    readonly libvirt: boolean;
  };
  /** All vendors of a fleet, where there are several. */
  readonly vendors: readonly Vendor[];
  readonly guest?: "linux" | "windows" | undefined;
  /** The VM is to be migrated or saved live. */
  readonly wantMigration: boolean;
  /** The host's CPU, as one of QEMU's models. */
  readonly hostCpu?: string | undefined;
  /** CPU models of all hosts that the VM is to run on. */
  readonly fleet: readonly string[];
  readonly tscScaling?: boolean | undefined;
  /** TSC frequency to write where a repair needs one, in Hz. */
  readonly tscFrequency?: string | undefined;
  /** Releases that the VM moves between. */
  readonly qemuFrom?: string | undefined;
  readonly qemuTo?: string | undefined;
  /** True where the kernel's version is a distribution's, whose backports nobody listed here. */
  readonly kernelIsDownstream: boolean;
}
