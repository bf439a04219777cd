// The way of an ordinary CPU flag from the host to the guest as gates, each with the selection in which it stands the other way.
import { versionText } from "#base/version.ts";
import type { Catalog } from "#catalog/open.ts";
import { flagIsKnown, flagWord } from "#engine/bit-info.ts";
import { isBitSet, type BitPlace } from "#engine/bit-place.ts";
import { flagAsked } from "#engine/bit-owner.ts";
import { needsOf } from "#engine/flag-needs.ts";
import { flagPlace } from "#engine/flag-place.ts";
import { setFlag } from "#engine/flag-switch.ts";
import { hostFlag, type HostFlagSource } from "#engine/host-flags.ts";
import { isPackageFlag } from "#engine/package-bits.ts";
import { withOverride } from "#engine/overrides.ts";
import { pointOf } from "#engine/point.ts";
import type { Tri } from "#engine/resolved.ts";
import { packageSize } from "#engine/topology.ts";
import { gateTitle } from "#engine/words.ts";
import { takeQemu, type GateMove, type PathGate } from "./bit-path.ts";
import { modelGate } from "./flag-model-gate.ts";
import type { FlagWay } from "./flag-way.ts";
import { unpredictedRegisters } from "./leaves.ts";
import { bySelection } from "./memo.ts";
import { selectResolved } from "./selectors.ts";

type Gates = readonly (PathGate | undefined)[];

const gate = (id: string, title: string, open: Tri, text: string, more: Partial<PathGate> = {}): PathGate => ({
  id,
  title,
  open,
  text,
  since: "",
  move: undefined,
  ...more,
});

/** The ordinary flag of a bit, if QEMU has a name for it in any release. */
export const flagAt = (catalog: Catalog, at: BitPlace): string | undefined =>
  flagWord(catalog, at)?.flags[String(at.bit)];

/** Every gate of an ordinary flag, the host's side first, the guest's last; none for a bit without a name. */
export const selectFlagPath = bySelection((catalog, selection, at: BitPlace): readonly PathGate[] => {
  const name = flagAt(catalog, at);
  if (name === undefined) return [];
  const resolved = selectResolved(catalog, selection);
  const point = pointOf(catalog, selection);
  const way: FlagWay = { catalog, selection, point, resolved, at, name };
  if (point.stop !== undefined)
    return [gate("start", gateTitle("start"), point.starts, "No VM starts here: the reason stands under Problems.")];
  const gates: Gates = [
    hostGate(way),
    qemuGate(way),
    modelGate(way),
    defaultGate(way),
    askedGate(way),
    ...needGates(way),
    ...machineGates(way),
    leafGate(way),
    seenGate(way),
  ];
  return gates.filter((row) => row !== undefined);
});

const HOST_TEXTS: Readonly<Record<HostFlagSource, Readonly<Record<Tri, string>>>> = {
  kvm: { yes: "This host's KVM lists it.", no: "This host's KVM does not list it.", unknown: "" },
  qemu: { yes: "", no: "", unknown: "This host's KVM does not list it; QEMU may count it as supported all the same." },
  nobody: {
    yes: "",
    no: "",
    unknown: "Not known: nobody asked this host. What its KVM answers can be pasted under Host.",
  },
  tcg: { yes: "", no: "", unknown: "TCG is in use: what it emulates is not recorded." },
};

function hostGate({ catalog, selection, name }: FlagWay): PathGate {
  const { answer, by } = hostFlag(catalog, selection, name);
  const text = HOST_TEXTS[by][answer];
  if (by !== "tcg") return gate("host", "The host supports it", answer, text);
  return gate("accel", "TCG emulates it", answer, text, {
    move: { label: "Use KVM", to: { ...selection, accel: "kvm" } },
  });
}

function qemuGate({ catalog, selection, point, at, name }: FlagWay): PathGate {
  const since = flagWord(catalog, at)?.since?.[name];
  const open = flagIsKnown(catalog, selection, name);
  const here = versionText(point.qemu.version);
  const text = {
    yes:
      since === undefined
        ? "QEMU has known the flag from 1.5 or before."
        : `QEMU knows the flag since ${since}; this host has ${here}.`,
    no: `QEMU knows the flag since ${since}; this host has ${here}.`,
    unknown: `Upstream knows it since ${since}; nobody has recorded whether this build took it over.`,
  }[open];
  const move = open === "no" ? takeQemu(catalog, selection, since) : undefined;
  return gate("qemu", gateTitle("qemu"), open, text, { since: since ?? "≤ 1.5", move });
}

/** Only where QEMU's table or the machine type has a word about the flag. */
function defaultGate({ selection, point, name }: FlagWay): PathGate | undefined {
  const assigned = point.defaults.get(name);
  if (assigned === undefined) return undefined;
  const isOn = assigned.value === "on";
  const word = isOn ? "on" : "off";
  if (assigned.by !== "compat")
    return gate(
      "default",
      gateTitle("default"),
      isOn ? "yes" : "no",
      `QEMU's table for named CPU models has it ${word}.`,
    );
  const { machine } = point;
  const alias = machine?.board.alias;
  const move =
    alias !== null && alias !== undefined && alias !== selection.machine
      ? { label: `Take ${alias}, the newest type`, to: { ...selection, machine: alias } }
      : undefined;
  return gate("default", "The machine type's word", isOn ? "yes" : "no", `${machine?.version.name} pins it ${word}.`, {
    move,
  });
}

/** "Asked for": the last flag of the line has the word, else defaults and model. */
function askedGate({ catalog, selection, resolved, at, name }: FlagWay): PathGate {
  const asked = flagAsked(catalog, selection, name);
  const isSet = isBitSet(resolved, at);
  const isOn = asked === undefined ? isSet : asked.isOn;
  const move = askMove({ catalog, selection, name }, isOn, asked?.text);
  const isFixed = move.to === selection || (isSet && isPackageFlag(name) && asked === undefined);
  return gate(
    "asked",
    gateTitle("asked"),
    isOn ? "yes" : "no",
    askedText(name, isOn, asked?.text),
    isFixed ? {} : { move },
  );
}

function askedText(name: string, isOn: boolean, written: string | undefined): string {
  if (written !== undefined) return `${isOn ? "Yes" : "No"}: ${written}.`;
  return isOn ? "Not needed: it is on without a flag." : `Not yet: add +${name}`;
}

function askMove(
  { catalog, selection, name }: Pick<FlagWay, "catalog" | "selection" | "name">,
  isOn: boolean,
  written: string | undefined,
): GateMove {
  const to = setFlag(catalog, selection, name, !isOn);
  if (isOn) return { label: `Switch ${name} off`, to };
  // Where defaults or model have the flag anyway, it is enough to take the refusal away.
  const isBare = written !== undefined && flagAsked(catalog, to, name) === undefined;
  return { label: isBare ? `Take ${written} away` : `Add +${name}`, to };
}

function needGates({ catalog, selection, point, resolved, name }: FlagWay): PathGate[] {
  return needsOf(catalog, point.qemu, name).map((need) => {
    const at = flagPlace(catalog, need);
    const isOpen =
      at !== undefined && unpredictedRegisters(catalog, resolved, at.leaf, at.subleaf).includes(at.register);
    const isSet = at !== undefined && isBitSet(resolved, at);
    const open = isOpen ? "unknown" : isSet ? "yes" : "no";
    const text = isSet ? `${need} is on.` : `${name} needs ${need}, which is ${isOpen ? "not predicted" : "off"}.`;
    const move: GateMove = {
      label: isSet ? `Switch ${need} off` : `Add +${need}`,
      to: setFlag(catalog, selection, need, !isSet),
    };
    return gate(`needs ${need}`, gateTitle("requires"), open, text, { move });
  });
}

/** What the machine has to do with it: the interrupt controller of x2apic, the vCPUs of HT and CMP_LEGACY. */
function machineGates({ selection, point, name }: FlagWay): PathGate[] {
  if (name === "x2apic" && point.accel === "kvm") {
    const isOff = point.irqchip === "off";
    const mode = isOff ? "on" : "off";
    const move: GateMove = { label: `Set kernel-irqchip=${mode}`, to: { ...selection, irqchip: mode } };
    const text = isOff
      ? "KVM has it with its own interrupt controller only."
      : "KVM's own interrupt controller is used.";
    return [gate("irqchip", "The interrupt controller fits", isOff ? "no" : "yes", text, { move })];
  }
  const size = isPackageFlag(name) && point.machine ? packageSize(selection, point.machine, point.qemu) : undefined;
  if (size === undefined || size < 2) return [];
  const { topology: _topology, ...rest } = selection;
  const move: GateMove = { label: "Take one vCPU", to: { ...rest, vcpus: 1 } };
  const text = `A package has ${size} logical processors: QEMU decides the bit, whatever the flags say.`;
  return [gate("vcpus", "vCPUs in a package", "yes", text, { move })];
}

const EXTENDED = 0x80000000;

/** Shut where the CPU announces fewer leaves, whatever stands in their words. */
function leafGate({ selection, resolved, at }: FlagWay): PathGate | undefined {
  const isExtended = at.leaf >= EXTENDED;
  const first = resolved.leaves.find((row) => row.leaf === (isExtended ? EXTENDED : 0) && row.subleaf === 0);
  if (first === undefined || first.unpredicted.includes("eax") || at.leaf <= first.eax) return undefined;
  const property = isExtended ? "xlevel" : "level";
  const value = `0x${at.leaf.toString(16)}`;
  const to = withOverride(selection, { property, form: "value", value }, [property]);
  const text = `The CPU announces leaves up to 0x${first.eax.toString(16)}: this one is not read.`;
  return gate("leaf", "The leaf is announced", "no", text, { move: { label: `Set ${property}=${value}`, to } });
}

function seenGate({ catalog, selection, resolved, at, name }: FlagWay): PathGate {
  const seen = (open: Tri, text: string): PathGate => gate("seen", "The guest reads it", open, text);
  if (resolved.starts === "no") return seen("no", "QEMU does not start this VM: the reason stands under Problems.");
  if (unpredictedRegisters(catalog, resolved, at.leaf, at.subleaf).includes(at.register))
    return seen("unknown", "This register is not predicted.");
  if (!isBitSet(resolved, at)) return seen("no", "The bit is clear.");
  const { answer } = hostFlag(catalog, selection, name);
  if (answer === "yes" || isPackageFlag(name) || name === "hypervisor") return seen("yes", "The bit is set.");
  return seen("unknown", "Set, unless the host lacks it: QEMU then takes it away, with a warning.");
}
