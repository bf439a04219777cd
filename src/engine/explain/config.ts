// A configuration as somebody wrote it: what it says of a virtual machine, and where in the text it says so.
// The formats read it; the rules judge it; neither knows the other.
import type { Span } from "#base/text-edit.ts";
import type { Override, Selection } from "../selection.ts";

/** What a text was taken for. */
export type InputKind =
  "qemu" | "qemu-cpu" | "libvirt" | "virt-install" | "kubevirt" | "proxmox" | "nova" | "log" | "cpuid-dump" | "unknown";

export type MentionKind =
  | "machine"
  /** A switch of -machine that is a feature of the catalogue, e.g. vmport. */
  | "machine-option"
  | "cpu"
  | "accel"
  | "kernel-irqchip"
  | "xen-version"
  | "smp"
  | "cpu-pm"
  | "property"
  | "global"
  | "timer"
  | "guest";

/** One place of a text that says something of Flipbit's subject. What no mention covers is about other things. */
export interface Mention {
  readonly kind: MentionKind;
  /** For properties QEMU's own name (`hv-time` also for libvirt's hypervclock), unknown ones as written; for timers theirs; else the kind. */
  readonly name: string;
  /** The name as it stands in the text, e.g. `hv_time` or `hypervclock`. */
  readonly written: string;
  /** As QEMU reads it: `on` for a bare name, `off` for `-x` or state='off'. */
  readonly value: string;
  /** How a CPU property was written; unset for all else. */
  readonly form?: Override["form"];
  /** The token, as it is to be marked. */
  readonly span: Span;
  /** Set where the tool above takes it and hands nothing to QEMU, or does so only by itself: a sentence. */
  readonly note?: string;
  /** True where the tool above refuses the configuration because of it. */
  readonly isRefused?: true;
}

/** How libvirt (or a tool that writes for it) chooses the CPU. */
export type CpuMode = "custom" | "host-model" | "host-passthrough" | "maximum";

/** One virtual machine that a text describes, as far as it does. */
export interface ConfigVm {
  /** For people, where a text holds several: a domain's name, a command's line. */
  readonly name?: string;
  readonly vm: Omit<Selection, "host">;
  /** In the order of the text. */
  readonly mentions: readonly Mention[];
  /** False where the text is a part and does not tell the accelerator: KVM is then meant. */
  readonly tellsAccel: boolean;
  /** False where the text is a part that does not tell machine type and CPU model. */
  readonly isWhole: boolean;
  readonly cpuMode?: CpuMode;
  /** The guest that the configuration itself names (ostype, os_type, libosinfo). */
  readonly guest?: "linux" | "windows";
  /** Whether vCPUs are pinned or dedicated, where the text tells. */
  readonly isPinned?: boolean;
  /** `hpet` and its like, where the text switches them. */
  readonly timers: Readonly<Record<string, boolean>>;
  /** Flags that the tool above adds by itself (Proxmox for Windows, KubeVirt's preferences): not in the text, but in `vm`. */
  readonly addedByTool: readonly string[];
  /** The whole stretch of this machine in the text. */
  readonly span: Span;
}

/** Which releases word a message so; at least one end is known. */
export interface PrintedBy {
  readonly project: "qemu" | "libvirt" | "kvm";
  readonly since?: string;
  /** The first release that does not any more. */
  readonly until?: string;
}

/** A line of a log that one of the known messages fits. */
export interface LogMessage {
  /** Id of the message in the catalogue's log/messages.json. */
  readonly id: string;
  /** What the line fills in, by the names of the wording's places. */
  readonly args: Readonly<Record<string, string>>;
  readonly span: Span;
  readonly printedBy?: PrintedBy;
}
