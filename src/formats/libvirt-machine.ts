// Decides how libvirt can say what is not a CPU property: CPU model, interrupt controller, -global, cpu-pm, Xen.
import { atLeast, version, versionText, type Version } from "#base/version.ts";
import type { Catalog } from "#catalog/open.ts";
import { hostFacts } from "#engine/host.ts";
import type { Selection } from "#engine/selection.ts";
import type { VcpuLayout } from "#engine/topology.ts";
import { domainCpuModel } from "./libvirt-model.ts";
import { sayArguments, type Saying } from "./libvirt-properties.ts";
import { printGlobal } from "./qemu-options.ts";
import { isOneEach, layoutOf } from "./vcpu-layout.ts";
import { element, textElement, type XmlNode } from "./xml.ts";

/** First libvirt with each, by its docs/formatdomain.rst. */
const SINCE = { ioapic: version("3.4.0"), maximum: version("7.1.0"), migratable: version("6.5.0") } as const;

const knows = (libvirt: Version | undefined, since: Version): boolean =>
  libvirt === undefined || atLeast(libvirt, since);

export interface CpuSaying {
  /** Undefined when libvirt is to take its default, or cannot say the model. */
  readonly node: XmlNode | undefined;
  /** True when libvirt cannot say the model: then nothing can be passed on for the model's own type. */
  readonly isUnsayable?: boolean;
  readonly sayings: readonly Saying[];
}

/** The <cpu> element with the layout of the vCPUs and the ordinary CPU flags in it. */
export function sayCpu(catalog: Catalog, selection: Selection, said: readonly Saying[]): CpuSaying {
  const saying = sayModel(catalog, selection, said);
  if ((selection.vcpus ?? 1) < 2) return saying;
  const layout = layoutOf(catalog, selection);
  if (layout === undefined) {
    const reason = "libvirt makes a socket of each vCPU, and how QEMU itself lays these out is not known";
    return { ...saying, sayings: [...saying.sayings, { kind: "left-out", property: "smp", reason }] };
  }
  return isOneEach(layout) ? saying : { ...saying, node: withTopology(saying.node ?? element("cpu"), layout) };
}

/** Between the model and the features, where the schema's own examples have it. */
function withTopology(cpu: XmlNode, { sockets, cores, threads }: VcpuLayout): XmlNode {
  const topology = element("topology", {
    sockets: String(sockets),
    cores: String(cores),
    threads: String(threads),
  });
  const first = cpu.children.findIndex(({ name }) => name === "feature");
  const at = first < 0 ? cpu.children.length : first;
  return { ...cpu, children: cpu.children.toSpliced(at, 0, topology) };
}

function sayModel(catalog: Catalog, selection: Selection, said: readonly Saying[]): CpuSaying {
  const features = said.flatMap((saying) =>
    saying.kind === "cpu-feature"
      ? [element("feature", { policy: saying.isOn ? "require" : "disable", name: saying.name })]
      : [],
  );
  const { libvirt } = hostFacts(catalog, selection.host);
  const kind = catalog.cpuByName.get(selection.cpu)?.model.kind ?? "named";
  if (kind === "base") return leaveOutCpu(said, "libvirt has no CPU mode for QEMU's base model");
  if (kind === "max" && !knows(libvirt, SINCE.maximum)) {
    return leaveOutCpu(said, `libvirt has mode='maximum' from ${versionText(SINCE.maximum)} on`);
  }
  if (kind === "max") return { node: element("cpu", { mode: "maximum" }, features), sayings: [] };
  if (kind === "host") return hostPassthrough(selection, libvirt, features);
  return sayNamedCpu(catalog, selection, features);
}

function sayNamedCpu(catalog: Catalog, selection: Selection, features: readonly XmlNode[]): CpuSaying {
  if (selection.cpu === "" && features.length === 0) return { node: undefined, sayings: [] };
  const { name, doubt } = domainCpuModel(catalog, selection);
  const model = textElement("model", name, { fallback: "forbid" });
  return {
    node: element("cpu", { mode: "custom", match: "exact" }, [model, ...features]),
    sayings: doubt === undefined ? [] : [{ kind: "left-out", property: "cpu", reason: doubt }],
  };
}

/** Without a <cpu> element the flags have no place, and a -global for the model's type would reach nothing. */
function leaveOutCpu(said: readonly Saying[], reason: string): CpuSaying {
  const lost = said.filter((saying) => saying.kind === "cpu-feature" || saying.kind === "arguments");
  return {
    node: undefined,
    isUnsayable: true,
    sayings: ["cpu", ...lost.map((saying) => saying.property)].map((property) => ({
      kind: "left-out",
      property,
      reason,
    })),
  };
}

/** `-cpu host`; `migratable` is an attribute of its own and QEMU's default is on. */
function hostPassthrough(selection: Selection, libvirt: Version | undefined, features: readonly XmlNode[]): CpuSaying {
  const asked = selection.overrides.findLast((override) => override.property === "migratable");
  const migratable = asked === undefined || /^(?:on|yes|true|y)$/.test(asked.value) ? "on" : "off";
  const attributes = { mode: "host-passthrough", ...(knows(libvirt, SINCE.migratable) && { migratable }) };
  return { node: element("cpu", attributes, features), sayings: [] };
}

/** True when the <cpu> element itself says `migratable`. */
export const saysMigratable = (catalog: Catalog, selection: Selection): boolean =>
  catalog.cpuByName.get(selection.cpu)?.model.kind === "host" &&
  knows(hostFacts(catalog, selection.host).libvirt, SINCE.migratable);

/** Interrupt controller, -global, cpu-pm and Xen. */
export function sayMachine(catalog: Catalog, selection: Selection): readonly Saying[] {
  const sayings: Saying[] = [];
  const { libvirt } = hostFacts(catalog, selection.host);
  const { irqchip } = selection;
  if (irqchip !== undefined && selection.accel === "kvm") {
    const driver = { on: "kvm", split: "qemu", off: undefined }[irqchip];
    const property = "kernel-irqchip";
    if (driver !== undefined && knows(libvirt, SINCE.ioapic)) {
      sayings.push({ kind: "element", property, path: "features", node: element("ioapic", { driver }) });
    } else {
      const reason =
        irqchip === "off" ? "libvirt has no element for kernel-irqchip=off" : "libvirt has <ioapic> from 3.4.0 on";
      sayings.push(sayArguments(property, ["-machine", `kernel-irqchip=${irqchip}`], reason));
    }
  }
  if (selection.cpuPm === true) {
    sayings.push(sayArguments("cpu-pm", ["-overcommit", "cpu-pm=on"], "libvirt has no element for it"));
  }
  for (const row of selection.globals ?? []) {
    sayings.push(sayArguments(row.property, ["-global", printGlobal(row)], "libvirt has no element for -global"));
  }
  if (selection.xenVersion !== undefined) {
    const reason =
      "libvirt writes its own -accel, QEMU takes the first one, and only -accel can switch Xen emulation on";
    sayings.push({ kind: "left-out", property: "xen-version", reason });
  }
  return sayings;
}
