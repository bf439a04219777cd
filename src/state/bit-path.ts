// A bit's way from KVM to the guest as gates that can be worked: each knows the selection in which it stands the other way.
import { hasBit } from "#base/u32.ts";
import type { BundledFeature } from "#catalog/bundle-types.ts";
import type { Catalog } from "#catalog/open.ts";
import { setFeature } from "#engine/flip.ts";
import { withOverride } from "#engine/overrides.ts";
import { flagText } from "#engine/reasons.ts";
import type { ReasonRule, Tri } from "#engine/resolved.ts";
import type { HostSelection, IrqchipMode, Selection } from "#engine/selection.ts";
import { verdictAt } from "#engine/verdict.ts";
import { gateTitle } from "#engine/words.ts";
import { upstreamHost } from "./actions.ts";
import { selectJourney, type JourneyGate } from "./journey.ts";
import { bySelection } from "./memo.ts";
import { selectResolved } from "./selectors.ts";
import { askedFor } from "./tally.ts";

/** What a press on a gate does, and the selection after it. */
export interface GateMove {
  readonly label: string;
  readonly to: Selection;
}

export interface PathGate {
  readonly id: string;
  readonly title: string;
  readonly open: Tri;
  readonly text: string;
  readonly since: string;
  readonly move: GateMove | undefined;
}

interface Way {
  readonly catalog: Catalog;
  readonly selection: Selection;
  readonly feature: BundledFeature;
}

const HYPERVISOR_BIT = 31;
const MODES: readonly IrqchipMode[] = ["on", "split", "off"];
const OTHER = { intel: "amd", amd: "intel" } as const;
const VENDOR = { intel: "Intel", amd: "AMD" } as const;

const onHost = (selection: Selection, patch: Partial<HostSelection>): Selection => ({
  ...selection,
  host: { ...selection.host, ...patch },
});

/** Every gate of a feature, KVM's side first, the guest's last. */
export const selectPath = bySelection((catalog, selection, featureId: string): readonly PathGate[] => {
  const feature = catalog.featureById.get(featureId);
  if (feature === undefined) return [];
  const way: Way = { catalog, selection, feature };
  const { gates } = selectJourney(catalog, selection, featureId);
  if (gates[0]?.gate === "start") return gates.map((gate) => worked(way, gate));
  const hasAsked = gates.some((gate) => gate.gate === "asked");
  const rest = gates.filter((gate) => gate.gate !== "guest").map((gate) => worked(way, gate));
  const guest = gates.filter((gate) => gate.gate === "guest").map((gate) => worked(way, gate));
  const rules = new Set(gates.map((gate) => gate.rule));
  return [
    ...openHostGates(way, rules),
    ...rest,
    ...(hasAsked ? [] : [askedGate(way, gates)].filter((gate) => gate !== undefined)),
    ...openMachineGates(way, rules),
    ...hypervisorGate(way),
    ...guest,
  ];
});

/** A gate of the engine with the move that its rule allows. */
function worked(way: Way, gate: JourneyGate): PathGate {
  const { title, text, since } = gate;
  if (gate.gate !== "asked") {
    const id = IDS[gate.rule ?? "default-not"] ?? gate.gate;
    return { id, title, open: gate.open, text, since, move: ruleMove(way, gate) };
  }
  // The flag opens this gate, whatever becomes of the bit at the others.
  const isAsked = askedFor(way.catalog, way.selection, way.feature.id) === "on";
  const open = isAsked ? "yes" : gate.open;
  return { id: "asked", title, open, text, since, move: askMove(way, open === "no") };
}

/** Rules that speak of a gate of their own, by the id that this gate has while it is open. */
const IDS: Partial<Record<ReasonRule, string>> = {
  "kernel-without-hyperv": "build",
  "kernel-without-xen": "build",
  "kernel-vendor": "vendor",
  "irqchip-needed": "irqchip",
  "hidden-by-kvm-off": "shown",
  "hidden-by-xen": "shown",
  "accel-tcg": "accel",
};

function ruleMove(way: Way, gate: JourneyGate): GateMove | undefined {
  const { selection } = way;
  switch (gate.rule) {
    case "kernel-without-hyperv":
      return { label: "Build KVM with Hyper-V", to: onHost(selection, { hyperv: true }) };
    case "kernel-without-xen":
      return { label: "Build KVM with Xen", to: onHost(selection, { xen: true }) };
    case "kernel-vendor":
      return vendorMove(selection);
    case "kernel-too-old":
      return kernelMove(way, gate.since);
    case "qemu-too-old":
      return qemuMove(way);
    case "accel-tcg":
      return { label: "Use KVM", to: { ...selection, accel: "kvm" } };
    case "irqchip-needed": {
      const mode = way.feature.id === "kvm-msi-ext-dest-id" ? "split" : "on";
      return { label: `Set kernel-irqchip=${mode}`, to: { ...selection, irqchip: mode } };
    }
    case "hidden-by-kvm-off":
    case "hidden-by-xen":
      return { label: "Show KVM's leaves", to: showingKvm(selection) };
    default:
      return undefined;
  }
}

const vendorMove = (selection: Selection): GateMove => {
  const vendor = OTHER[selection.host.vendor];
  return { label: `Take an ${VENDOR[vendor]} host`, to: onHost(selection, { vendor }) };
};

function kernelMove({ catalog, selection }: Way, since: string): GateMove | undefined {
  const release = since.replace(/^≤ /, "");
  if (!catalog.kernels.some((kernel) => kernel.version === release)) return undefined;
  return { label: `Take Linux ${release}`, to: { ...selection, host: upstreamHost(catalog, selection.host, release) } };
}

function qemuMove({ catalog, selection, feature }: Way): GateMove | undefined {
  return takeQemu(catalog, selection, feature.property?.since?.replace("<=", ""));
}

/** Another QEMU on the same host, by the release that brought a name; undefined for one that the catalogue does not list. */
export function takeQemu(catalog: Catalog, selection: Selection, since: string | undefined): GateMove | undefined {
  const release = catalog.qemu.releases.find(({ version }) => version === since || version === `${since}.0`);
  return release && { label: `Take QEMU ${since}`, to: onHost(selection, { qemu: release.version }) };
}

function showingKvm(selection: Selection): Selection {
  const { xenVersion: _none, ...rest } = withOverride(selection, undefined, ["kvm"]);
  return rest;
}

function askMove({ catalog, selection, feature }: Way, on: boolean): GateMove | undefined {
  const next = setFeature(catalog, selection, feature.id, on);
  if (!next.ok) return undefined;
  return { label: on ? `Add ${flagText(feature)}` : `Switch ${feature.id} off`, to: next.value };
}

/** "Asked for" where the engine has no word about it: the default gives it, or an earlier gate is shut. */
function askedGate(way: Way, gates: readonly JourneyGate[]): PathGate | undefined {
  const isKnown = gates.some((gate) => gate.gate === "qemu" && gate.open !== "no");
  if (!isKnown || way.feature.family === "vmware") return undefined;
  const isDefault = gates.some((gate) => gate.gate === "default" && gate.open === "yes");
  return {
    id: "asked",
    title: gateTitle("asked"),
    open: isDefault ? "yes" : "no",
    text: isDefault ? "Not needed: the default has it on." : "No.",
    since: "",
    move: askMove(way, !isDefault),
  };
}

/** Gates of the host that are open and could be shut: the build of KVM, the vendor. */
function openHostGates(way: Way, rules: ReadonlySet<ReasonRule | undefined>): PathGate[] {
  const { catalog, selection, feature } = way;
  const gates: PathGate[] = [];
  if (feature.family === "hyperv" && !rules.has("kernel-without-hyperv")) {
    const to = onHost(selection, { hyperv: false });
    const text = "This host's KVM has Hyper-V emulation (CONFIG_KVM_HYPERV).";
    gates.push(openGate("build", "KVM is built for it", text, { label: "Build KVM without Hyper-V", to }));
  }
  const move = vendorMove(selection);
  const isElsewhere = verdictAt(catalog, feature.id, move.to).reasons.some((reason) => reason.rule === "kernel-vendor");
  if (isElsewhere && !rules.has("kernel-vendor"))
    gates.push(openGate("vendor", "Vendor", `KVM has it on ${VENDOR[selection.host.vendor]} CPUs only.`, move));
  return gates;
}

/** Gates of QEMU's command line that are open and could be shut: accelerator, interrupt controller, KVM's own leaves. */
function openMachineGates(way: Way, rules: ReadonlySet<ReasonRule | undefined>): PathGate[] {
  const { selection, feature } = way;
  const gates: PathGate[] = [];
  if (selection.accel === "kvm") {
    const move = { label: "Use TCG", to: { ...selection, accel: "tcg" } } as const;
    gates.push(openGate("accel", gateTitle("accel"), "The machine runs with accel=kvm.", move));
  }
  const shutting = rules.has("irqchip-needed") ? undefined : shuttingIrqchip(way);
  if (shutting !== undefined) {
    const move = { label: `Set kernel-irqchip=${shutting}`, to: { ...selection, irqchip: shutting } };
    gates.push(openGate("irqchip", "The interrupt controller fits", "It does as it is now.", move));
  }
  const isHidden = rules.has("hidden-by-kvm-off") || rules.has("hidden-by-xen");
  if (feature.family === "kvm" && selection.accel === "kvm" && !isHidden) {
    const to = withOverride(selection, { property: "kvm", form: "value", value: "off" }, ["kvm"]);
    gates.push(openGate("shown", "KVM's leaves are shown", "Without kvm=off.", { label: "Set kvm=off", to }));
  }
  return gates;
}

const openGate = (id: string, title: string, text: string, move: GateMove): PathGate => ({
  id,
  title,
  open: "yes",
  text,
  since: "",
  move,
});

/** A mode of the interrupt controller that would shut the feature out. */
function shuttingIrqchip({ catalog, selection, feature }: Way): IrqchipMode | undefined {
  return MODES.find((irqchip) =>
    verdictAt(catalog, feature.id, { ...selection, irqchip }).reasons.some(
      (reason) => reason.rule === "irqchip-needed",
    ),
  );
}

/** Guests look for a hypervisor's leaves only where leaf 1 says that there is one. */
function hypervisorGate({ catalog, selection }: Way): PathGate[] {
  const resolved = selectResolved(catalog, selection);
  const first = resolved.leaves.find((leaf) => leaf.leaf === 1);
  if (first === undefined) return [];
  const isSet = hasBit(first.ecx, HYPERVISOR_BIT);
  const off = { property: "hypervisor", form: "minus", value: "off" } as const;
  const to = withOverride(selection, isSet ? off : undefined, ["hypervisor"]);
  const move = { label: isSet ? "Add -hypervisor" : "Take -hypervisor away", to };
  const text = isSet
    ? "Leaf 1 ECX bit 31: the guest looks for a hypervisor."
    : "Leaf 1 ECX bit 31 is clear: the leaves are there, but guests do not look.";
  return [{ id: "hypervisor", title: "The guest looks", open: isSet ? "yes" : "no", text, since: "", move }];
}
