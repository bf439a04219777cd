// The words of findings: one sentence a case, filled from the finding's args. Total over the rules, so that none is mute.
import type { RuleId } from "./rule-ids.ts";

type Say = RuleId | `${RuleId}/${string}`;

/** `RULE` is a rule's usual sentence, `RULE/case` another of its cases; `{name}` is filled from the args. */
const SENTENCES = {
  "ACCEL-TCG": "{property}: needs KVM, and this machine runs under TCG, where the guest sees nothing of it.",
  "ACCEL-TCG/host": "{property}: needs KVM, and this machine runs under TCG, where QEMU refuses -cpu host.",
  ALT: "A Linux guest that must not see KVM can keep time by Hyper-V's clock instead: hv-time, with hv-vpindex, hv-synic and hv-stimer for its timers.",
  "CHECK-TIME":
    "hv-time is shown, but a guest uses its TSC page only while the host keeps time by a stable TSC. Many exits on port 0x608 (the ACPI PM timer) tell that it does not: see that the host's clocksource is tsc.",
  CONTRADICTION: "{property} is written several times: {written}. {winner} wins, whatever the order.",
  "CPU-UNKNOWN": "No QEMU has a CPU model {model} ({quote}).{near}",
  "CPU-UNKNOWN/release": "The CPU model {model} came with QEMU {since}; this is QEMU {qemu} ({quote}).",
  "DEBUG-ONLY": "{property} is for debugging, not for production. {why}",
  "DEP-MISSING": "{property} needs {needs}; QEMU refuses to start without.",
  "DEP-MISSING/libvirt":
    "{property} needs {needs}; QEMU refuses to start without. {other} stands elsewhere in libvirt: {element} in <clock>.",
  DEPRECATED: "QEMU {qemu} warns: {quote}",
  DUP: "{written} is written {times}; once is enough.",
  "FLEET-SUPERSET":
    "host-model takes the features of the host where the VM starts; every other host must offer all of them, and {fleet} do not offer the same.",
  "FLEET-SUPERSET/host":
    "The CPU is the host's own: what the guest sees changes from host to host, and {fleet} do not offer the same.",
  "FLEET-SUPERSET/model": "{model} has features that {host} lacks: {missing}.",
  "HOST-LACKS": "This host does not offer {property}. {why}",
  "HOST-MODEL-TOO-NEW":
    "{model} has {count} features that {host} lacks, and QEMU leaves them out with warnings: {missing}.",
  "HOST-MODEL-TOO-NEW/libvirt":
    "{model} has {count} features that {host} lacks, and libvirt refuses to start it: {missing}.",
  "HOST-NO-HYPERV": "This host's KVM has no Hyper-V emulation: {properties} change nothing, and QEMU says nothing.",
  "HOST-NO-HYPERV/stops":
    "This host's KVM has no Hyper-V emulation: of {properties} some change nothing, and QEMU stops with: {quote}",
  "HOST-TOO-OLD": "{property} needs a newer host kernel. {why}",
  "HYP-BIT-OFF":
    "The hypervisor bit (leaf 1, ECX bit 31) is hidden: guests then look for no paravirtual feature at all, and all of them are lost.",
  "KNOWN-BUG": "{text}",
  "KNOWN-ISSUE": "{text}",
  "LOG-NOISE": "{text}",
  "LOG-NOISE/ahead":
    "QEMU's log of such a start may also warn of vmx-* features, e.g. MSR(48FH).vmx-exit-load-perf-global-ctrl: those are not the cause.",
  "LOG-MESSAGE": "{text}",
  "LOG-MESSAGE/same": "This is the message of what {rule} finds in the configuration.",
  "MACHINE-UNKNOWN": "No QEMU has a machine type {machine} ({quote}).{near}",
  "MACHINE-UNKNOWN/downstream":
    "{machine} is no machine type of QEMU itself: it looks like one that a distribution added to its own QEMU, and others stop with: {quote}",
  "MACHINE-UNKNOWN/release": "QEMU {qemu} has no machine type {machine} ({quote}): {range}.",
  "MIG-BLOCK/invtsc": "invtsc without a fixed tsc-frequency blocks live migration and snapshots.",
  "MIG-BLOCK/migratable": "migratable=off takes invtsc from the host, which blocks live migration and snapshots.",
  "MIG-BLOCK/passthrough": "hv-passthrough blocks live migration and snapshots.",
  "MIG-BLOCK/coresharing": "hv-no-nonarch-coresharing=auto blocks live migration; on and off do not.",
  "MIG-BLOCK/reenlightenment":
    "hv-reenlightenment blocks live migration once the guest has switched it on, unless tsc-frequency is fixed: to what every host runs at, or can scale to.",
  "MIG-BLOCK": "{property} blocks live migration.",
  "MODE-REQUIRED":
    "libvirt refuses the attribute migratable with mode='{mode}': only host-passthrough and maximum have it.",
  "MODEL-ADVICE":
    "A Windows guest that sees the host's own model may switch on mitigations that cost more than the newer instructions bring: compare with a named model. The paravirtual flags stay the same.",
  "MSR-DECODE": "MSR {msr} is {name}: {meaning}",
  "MSR-DECODE/unknown": "The catalogue has no name for the MSR {msr}.",
  "NEEDS-MACHINE-OPT": "{property} needs {option}: without it QEMU only warns, and the guest does not see it.",
  "NEVER-EXISTED": "{written} was proposed and never merged ({what}): no QEMU has it.",
  "NO-EFFECT": "{written} has no effect: {why}",
  "NO-EFFECT/hidden": "{written} has no effect: kvm=off takes all of KVM's own features away, wherever it stands.",
  "PAIR-HINT": "{property} without {other}: {why}.",
  "PAIR-HINT/time":
    "{property} alone is only a clock: a Windows guest goes on ticking by emulated timers without {other}.",
  "PAIR-HINT/synic": "{property} alone serves nothing: what uses it are the synthetic timers, {other}.",
  "PAIR-HINT/relaxed":
    "{property} is meant for Windows, and that wants {other} first: without it a busy host can trip its watchdog.",
  PASSTHROUGH:
    "hv-passthrough shows whatever this host has, nested features included: nobody can tell what that is, it changes with the kernel, and it cannot be migrated. List the flags instead.",
  "PV-ALL-OFF": "kvm=off clears KVM's whole feature leaf (0x40000001 reads 0): the guest loses {lost}.",
  "QEMU-REFUSES": "QEMU refuses to start: {quote}",
  "QEMU-TOO-OLD": "QEMU knows {property} from {since} on; this is {qemu}.",
  REMOVED: "{subject} was removed in QEMU {until}; this is {qemu}.",
  "STALE-SET":
    "An old set of enlightenments: without {missing} a Windows guest ticks by emulated timers, which keeps the host busy while it idles.",
  "STALE-SET/forum":
    "This is the set that forum posts have carried on since 2012: without {missing} a Windows guest ticks by emulated timers, which keeps the host busy while it idles.",
  "STALE-SET/more": "Nearly every published set for Windows has {missing} today; this one has not.",
  "TIMER-HPET": "With synthetic timers Windows needs no HPET: it can be switched off.",
  "TIMER-HPET/hides":
    "An HPET that is switched on only hides that the synthetic timers are missing: keep it off once hv-stimer is on.",
  "TIMER-HPET/keep":
    "Keep the HPET off: what Windows lacks here are the synthetic timers, and an HPET would only hide it.",
  TRANSLATE: "libvirt has its own words for these, most of them in <features><hyperv>{places}. Export writes them.",
  "UNKNOWN-FLAG": "No QEMU has a CPU property {written}{near}",
  "UNKNOWN-FLAG/tool": "libvirt knows no <{written}> here, and refuses the domain.",
  "UNSAFE-PIN": "{property} is safe only with this: {condition}.",
  "VALUE-SYNTAX": "QEMU refuses the value of {written}: {quote}",
  "VALUE-SYNTAX/tool": "{written}: {why}",
  "VENDOR-ID":
    "hv-vendor-id changes a text that guests need not read; drivers that refused virtual machines are the one reason to write it.",
  "VENDOR-ID/hidden":
    "hv-vendor-id with kvm=off is how drivers that refuse virtual machines were fooled; few still need it, and kvm=off costs a Linux guest all of KVM's features.",
  "VENDOR-ONLY": "{property} works on {vendor} hosts only, and QEMU refuses it on {lacking}.",
  "VENDOR-ONLY/fleet":
    "{property} works on {vendor} hosts only: the {lacking} hosts of the fleet refuse it. Split the configuration by vendor, or leave it out.",
} as const satisfies Readonly<Record<RuleId, string>> & Readonly<Partial<Record<Say, string>>>;

export type SayId = keyof typeof SENTENCES;

/** The sentence of a finding. */
export const findingText = ({
  say,
  args,
}: {
  readonly say: SayId;
  readonly args: Readonly<Record<string, string>>;
}): string => SENTENCES[say].replaceAll(/\{(\w+)\}/g, (whole, name: string) => args[name] ?? whole);
