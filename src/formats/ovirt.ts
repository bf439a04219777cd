// oVirt: the body of a REST request that edits a VM. Hyper-V comes with a Windows guest system; ordinary CPU flags by a custom property.
import type { Catalog } from "#catalog/open.ts";
import type { Selection } from "#engine/selection.ts";
import { choicesOf, leftOutBecause, sortFates, type Choice, type Fate } from "./choices.ts";
import { isObstacle, knownSetting, openTarget, type Target } from "./layer-target.ts";
import { domainCpuModel, domainMachine } from "./libvirt-model.ts";
import { alongNote, conditionNotes, isBrought, switchBrings, switchFate, type Brought } from "./machine-switch.ts";
import { kvmOnly, noArguments, settingFate, targetNotes } from "./setting-fate.ts";
import { isCpuFlag } from "./settled.ts";
import { headerLines, remarkLines, type Snippet, type SnippetHeader } from "./snippet.ts";
import { element, fitsXml, printComment, printXml, textElement, type XmlNode } from "./xml.ts";
import { layoutOf } from "./vcpu-layout.ts";
import type { VcpuLayout } from "#engine/topology.ts";

/** What oVirt's rows call the switch. */
const HYPERV = "osinfo devices.hyperv.enabled";

interface Switch {
  readonly name: string;
  readonly isThrown: boolean;
  readonly brought: readonly Brought[];
}

/** `<vm>` for PUT /ovirt-engine/api/vms/ID. */
export function printOvirt(catalog: Catalog, selection: Selection, header: SnippetHeader, release?: string): Snippet {
  const target = openTarget(catalog, "ovirt", release);
  const choices = choicesOf(catalog, selection);
  const brought = switchBrings(catalog, target, ({ name }) => name === HYPERV);
  const windows = knownSetting(target, "windows");
  const isThrown = !isObstacle(windows) && choices.some((choice) => isBrought(brought, choice));
  const by: Switch = { name: "a Windows guest system", isThrown, brought };
  const { said, leftOut } = sortFates(
    catalog,
    selection,
    choices.map((choice) => say(catalog, selection, target, by, choice)),
  );
  const notes = [
    ...targetNotes(target, said),
    "Send it with PUT to the address of the VM below /ovirt-engine/api/vms.",
    ...(isThrown ? alongNote(by.name, brought, choices) : []),
    ...(isThrown ? conditionNotes(brought, choices) : []),
  ];
  const has = (property: string): boolean => said.some((row) => row.property === property && row.way === "own");
  const os = isThrown && !isObstacle(windows) ? [element("os", {}, [textElement("type", windows.name ?? "")])] : [];
  const body: XmlNode[] = [
    ...os,
    ...(has("smp")
      ? [topology(layoutOf(catalog, selection) ?? { sockets: selection.vcpus ?? 1, cores: 1, threads: 1 })]
      : []),
    ...(has("machine") ? [textElement("custom_emulated_machine", domainMachine(catalog, selection).name)] : []),
    ...(has("cpu") ? [textElement("custom_cpu_model", domainCpuModel(catalog, selection).name)] : []),
  ];
  const comment = printComment([...headerLines(header), ...remarkLines({ notes, leftOut })]);
  return {
    text: `${comment}\n${printXml(element("vm", {}, body))}\n`,
    fileName: "flipbit-ovirt.xml",
    mediaType: "application/xml",
    said,
    leftOut,
    notes,
  };
}

const topology = ({ sockets, cores, threads }: VcpuLayout): XmlNode =>
  element("cpu", {}, [
    element("topology", {}, [
      textElement("sockets", String(sockets)),
      textElement("cores", String(cores)),
      textElement("threads", String(threads)),
    ]),
  ]);

function say(catalog: Catalog, selection: Selection, target: Target, by: Switch, choice: Choice): Fate {
  const { kind, property, value } = choice;
  if (!fitsXml(value)) return leftOutBecause(property, "XML cannot carry the characters of its value", "value");
  switch (kind) {
    case "machine":
      return settingFate(target, property, "machine");
    case "smp":
      return settingFate(target, property, "vcpus");
    case "cpu":
      return (catalog.cpuByName.get(selection.cpu)?.model.kind ?? "named") === "named"
        ? settingFate(target, property, "cpu")
        : leftOutBecause(property, "a custom CPU model is a name that libvirt knows", "never");
    case "accel":
      return kvmOnly(choice, "oVirt runs VMs with KVM");
    case "property":
      return choice.feature ? switchFate(catalog, target, choice, by) : flagFate(catalog, target, choice);
    default:
      return noArguments(target, property);
  }
}

/** What the host's hook makes of the custom property was not read, so nothing is written by guess. */
function flagFate(catalog: Catalog, target: Target, { property }: Choice): Fate {
  const known = knownSetting(target, "cpu-flags");
  if (isObstacle(known)) return leftOutBecause(property, known.reason, known.kind);
  if (!isCpuFlag(catalog, property))
    return leftOutBecause(property, "oVirt has no setting for this CPU property", "never");
  return leftOutBecause(
    property,
    `unknown whether the custom property ${known.name} carries it: ${known.note ?? ""}`,
    "unknown",
  );
}
