// The words of findings: one sentence a case, filled from the finding's args. Total over the rules, so that none is mute.
import type { RuleId } from "./rule-ids.ts";

type Say = `${RuleId}` | `${RuleId}/${string}`;

/** `RULE` is a rule's usual sentence, `RULE/case` another of its cases; `{name}` is filled from the args. */
const SENTENCES = {
  "ACCEL-TCG": "{property} needs KVM; this machine runs under TCG, where {effect}.",
  ALT: "{text}",
  "CHECK-TIME":
    "hv-time is shown, but a guest uses its TSC page only while the host keeps time by a stable TSC. Many exits on port 0x608 (the ACPI PM timer) tell that it does not: see that the host's clocksource is tsc.",
  CONTRADICTION:
    "{property} is written several times with different values: {written}. {winner} wins, whatever the order.",
  "CPU-UNKNOWN": "{quote}",
  "DEBUG-ONLY": "{property} is for debugging, not for production: {why}",
  "DEP-MISSING": "{property} needs {needs}; QEMU refuses to start without it.",
  "DEP-MISSING/libvirt":
    "{property} needs {needs}, which libvirt writes as {element}; QEMU refuses to start without it.",
  DEPRECATED: "{quote}",
  DUP: "{written} is written {times} times; once is enough.",
  "FLEET-SUPERSET": "{text}",
  "HOST-LACKS": "This host does not offer {property}: {why}",
  "HOST-MODEL-TOO-NEW": "{text}",
  "HOST-NO-HYPERV": "The host's KVM has no Hyper-V emulation: {effect}",
  "HOST-TOO-OLD": "{property} needs a newer host kernel: {why}",
  "HYP-BIT-OFF": "The hypervisor bit is hidden: {effect}",
  "KNOWN-BUG": "{text}",
  "KNOWN-ISSUE": "{text}",
  "LOG-NOISE": "{text}",
  "LOG-MESSAGE": "{text}",
  "MACHINE-UNKNOWN": "{quote}",
  "MIG-BLOCK": "{property} {effect}",
  "MODE-REQUIRED": "{text}",
  "MODEL-ADVICE": "{text}",
  "MSR-DECODE": "MSR {msr} is {name}: {meaning}",
  "NEEDS-MACHINE-OPT": "{property} needs {option}: without it QEMU only warns and the guest does not see it.",
  "NEVER-EXISTED": "{written} was proposed and never merged: no QEMU has it. {instead}",
  "NO-EFFECT": "{written} has no effect here: {why}",
  "PAIR-HINT": "{property} works best together with {other}: {why}",
  PASSTHROUGH: "hv-passthrough shows whatever the host has, seen or not by anybody: {effect}",
  "PV-ALL-OFF": "kvm=off takes KVM's whole feature leaf away (0x40000001 reads 0): {lost} are lost.",
  "QEMU-REFUSES": "QEMU refuses to start: {quote}",
  "QEMU-TOO-OLD": "{property} is known from QEMU {since} on; this is {qemu}.",
  REMOVED: "{subject} was removed in QEMU {until}; this is {qemu}.",
  "STALE-SET": "An old set of enlightenments: {missing} came later and are missing. {why}",
  "TIMER-HPET": "{text}",
  TRANSLATE: "{text}",
  "UNKNOWN-FLAG": "No QEMU has a property {written}{near}.",
  "UNSAFE-PIN": "{property} is safe only where {condition}.",
  "VALUE-SYNTAX": "{written} has a value that QEMU refuses: {quote}",
  "VENDOR-ID": "{text}",
  "VENDOR-ONLY": "{property} works on {vendor} hosts only; {effect}",
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
