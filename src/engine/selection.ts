// What a user chose: a virtual machine and the host it is to run on. Everything else follows from it and the catalogue.
import type { Vendor } from "#catalog/schema/common.ts";
import type { AskedHost } from "#catalog/schema/measured.ts";

export type Accel = "kvm" | "tcg";
export type IrqchipMode = "on" | "split" | "off";

/** One CPU property as the user wrote it behind `-cpu MODEL,`. */
export interface Override {
  /** The property's name as written: dashes or underscores. */
  readonly property: string;
  /** `+p`, `-p`, or `p=value`; a bare `p` is `p=on`. */
  readonly form: "plus" | "minus" | "value";
  /** The value as written; `on` for plus, `off` for minus and `on` for a bare name. */
  readonly value: string;
}

/** The host: an upstream kernel and QEMU, or a platform of the catalogue; explicit versions win over the platform's. */
export interface HostSelection {
  /** A platform id such as `debian-12`; its kernel, QEMU, libvirt and backports fill what is not given here. */
  readonly platform?: string;
  readonly kernel?: string;
  readonly qemu?: string;
  readonly libvirt?: string;
  readonly vendor: Vendor;
  /** False when KVM was built without Hyper-V emulation (CONFIG_KVM_HYPERV=n). */
  readonly hyperv: boolean;
  /** False when KVM was built without Xen emulation (CONFIG_KVM_XEN=n); unset: not known. */
  readonly xen?: boolean;
  /** Whether the host can run two vCPUs on one core (SMT); unset: not known. */
  readonly smt?: boolean;
  /** What this host's own KVM answered, or its libvirt tells: it wins over every fact of the catalogue. */
  readonly measured?: AskedHost;
}

export interface Selection {
  /** Machine type or alias as written; empty for QEMU's own default. */
  readonly machine: string;
  /** CPU model as written, without overrides; empty for QEMU's own default. */
  readonly cpu: string;
  /** In the order they were written. */
  readonly overrides: readonly Override[];
  readonly accel: Accel;
  /** `kernel-irqchip=`; unset: the machine type's own. */
  readonly irqchip?: IrqchipMode;
  /** `xen-version=` of the accelerator; unset: no Xen emulation. */
  readonly xenVersion?: number;
  /** The machine option and its argument word for word, e.g. `-machine q35,accel=kvm`: older QEMU repeats it in its messages. */
  readonly machineText?: string;
  /** What stood behind `-accel`, word for word: QEMU repeats it in its messages. */
  readonly accelText?: string;
  /** `-overcommit cpu-pm=on`: HLT exits are off. */
  readonly cpuPm?: boolean;
  /** `-global driver.property=value`, in order. */
  readonly globals?: readonly GlobalProperty[];
  /** Number of vCPUs; 1 unless given. */
  readonly vcpus?: number;
  /** What `-smp` says beside that number; unset: nothing. */
  readonly topology?: Topology;
  readonly host: HostSelection;
}

/** What `-smp` takes beside the number of vCPUs, from outside in. */
export const TOPOLOGY = [
  "maxcpus",
  "drawers",
  "books",
  "sockets",
  "dies",
  "clusters",
  "modules",
  "cores",
  "threads",
] as const;
export type Topology = Readonly<Partial<Record<(typeof TOPOLOGY)[number], number>>>;

export interface GlobalProperty {
  readonly driver: string;
  readonly property: string;
  readonly value: string;
}
