// The words of the engine's answers: one sentence a rule, filled from a reason's args. Total, so that no rule is mute.
import type { Gate, Outcome, Reason, ReasonRule, VerdictState } from "./resolved.ts";

type Args = Readonly<Record<string, string>>;

const GATE_TITLES: Readonly<Record<Gate, string>> = {
  start: "Does it start?",
  kernel: "KVM reports it",
  qemu: "QEMU knows it",
  machine: "The machine lets it through",
  accel: "KVM is used",
  default: "On by default?",
  asked: "Asked for?",
  requires: "What it needs is there",
  guest: "The guest uses it",
};

const STATES: Readonly<Record<VerdictState, string>> = {
  default: "on by default",
  "opt-in": "off, one flag away",
  unavailable: "not here",
  "no-start": "does not start",
  unknown: "unknown",
};

const OUTCOMES: Readonly<Record<Outcome, string>> = {
  on: "on",
  off: "off",
  "dropped-warned": "dropped, with a warning",
  "dropped-silently": "dropped without a word",
  fatal: "QEMU refuses",
  unknown: "unknown",
};

const release = (text: string | undefined): string => (text ?? "").replace("<=", "");
const onHost = ({ platform, kernel }: Args): string => (platform ? `${platform} (Linux ${kernel})` : `Linux ${kernel}`);

const SENTENCES: Readonly<Record<ReasonRule, (args: Args) => string>> = {
  "machine-unknown": ({ machine, qemu }) => `QEMU ${qemu} has no such machine type${machine ? `: ${machine}` : ""}.`,
  "cpu-unknown": ({ cpu, qemu }) => `QEMU ${qemu} has no CPU model ${cpu} that works here.`,
  "host-incomplete": () => "The host's kernel or QEMU version is not known.",
  "kernel-reports": (args) => `KVM reports it since Linux ${release(args["since"])}; this host runs ${onHost(args)}.`,
  "kernel-too-old": (args) => `KVM reports it since Linux ${release(args["since"])}; this host runs ${onHost(args)}.`,
  "kernel-never-reports": () => "KVM never reports this bit, in no release.",
  "kernel-unknown": (args) =>
    `Upstream KVM reports it since Linux ${release(args["since"])}; whether ${onHost(args)} has it by backport is not known.`,
  "libvirt-lists": () => "This host's libvirt lists it: QEMU found it in KVM.",
  "libvirt-omits": () => "This host's libvirt knows it and does not list it: QEMU did not find it in KVM.",
  "libvirt-implies": () => "It follows from what this host's libvirt lists.",
  "libvirt-silent": (args) =>
    `virsh domcapabilities does not tell: with Linux ${release(args["since"])} or newer KVM reports it, with an older one it does not.`,
  "kernel-vendor": ({ vendor }) =>
    `KVM has it on the other vendor's CPUs only, not on ${vendor === "amd" ? "AMD" : "Intel"}.`,
  "kernel-without-hyperv": () => "This host's KVM was built without Hyper-V emulation (CONFIG_KVM_HYPERV=n).",
  "kernel-without-xen": () => "This host's KVM was built without Xen emulation (CONFIG_KVM_XEN=n).",
  "kernel-fixed-vpindex": (args) =>
    `QEMU wants to set the VP index itself, which KVM allows since Linux 4.13; this host runs ${onHost(args)}.`,
  "accel-refuses": ({ qemu }) =>
    `Xen emulation cannot be had with this machine, interrupt controller and QEMU ${qemu}.`,
  "irqchip-refused": ({ qemu }) => `QEMU ${qemu} refuses kernel-irqchip=off for a CPU with a local APIC.`,
  "kernel-not-asked": () => "QEMU does not ask KVM for it.",
  "qemu-knows": ({ qemu, since }) => `QEMU knows the property since ${release(since)}; this host has ${qemu}.`,
  "qemu-too-old": ({ qemu, since }) => `QEMU knows the property since ${release(since)}; this host has ${qemu}.`,
  "qemu-removed": ({ qemu, until }) => `QEMU dropped the property in ${until}; this host has ${qemu}.`,
  "qemu-never": () => "No QEMU release has a name for it.",
  "qemu-adds-it": () => "KVM does not report it; QEMU counts it as supported by itself.",
  "accel-tcg": () => "TCG is in use: KVM's interfaces are not shown.",
  "irqchip-needed": ({ irqchip, feature }) =>
    feature === "kvm-msi-ext-dest-id"
      ? `It needs kernel-irqchip=split; here it is ${irqchip}.`
      : `It needs the interrupt controller in the kernel; here kernel-irqchip is ${irqchip}.`,
  "machine-pins-off": ({ machine }) => `The machine type ${machine} pins it off by a compat property.`,
  "machine-turns-on": ({ machine }) => `The machine type ${machine} switches it on.`,
  "default-table": () => "Yes: it stands in QEMU's default table for named CPU models.",
  "default-all-host": ({ cpu }) => `Yes: -cpu ${cpu} takes every bit that the host offers.`,
  "default-not": ({ why }) => (why ? `No: ${why}` : "No: no default switches it on."),
  "default-property": () => "Its property decides.",
  "asked-on": ({ flag }) => `Yes: ${flag}.`,
  "asked-off": ({ flag }) => `No: ${flag}.`,
  "requires-missing": ({ other }) => `QEMU refuses it without ${other}.`,
  "hidden-by-kvm-off": () => "kvm=off or Xen emulation takes KVM's own leaves away.",
  "hidden-by-xen": () => "Xen emulation takes KVM's own leaves away.",
  "needs-stable-tsc": () => "No: it appears with +invtsc or tsc-frequency=, as long as no Hyper-V flag is on.",
  "guest-uses": ({ since, note }) => `Linux guests use it since ${release(since)}.${note ? ` ${note}` : ""}`,
  "guest-never": ({ note }) => note || "No Linux guest uses it.",
};

/** The sentence of a reason. */
export const reasonText = (reason: Reason): string => SENTENCES[reason.rule](reason.args);

/** The title of a gate, as a short statement or question. */
export const gateTitle = (gate: Gate): string => GATE_TITLES[gate];

export const stateText = (state: VerdictState): string => STATES[state];

export const outcomeText = (outcome: Outcome): string => OUTCOMES[outcome];
