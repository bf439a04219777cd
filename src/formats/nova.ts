// OpenStack Nova: a flavor, properties of an image, and the one setting of a compute node that the CPU model needs. No single features.
import { quote } from "shlex";
import type { Catalog } from "#catalog/open.ts";
import type { Selection } from "#engine/selection.ts";
import { choicesOf, leftOutBecause, saidBy, sortFates, type Choice, type Fate } from "./choices.ts";
import { isObstacle, knownFeature, knownSetting, openTarget, type Target } from "./layer-target.ts";
import { domainCpuModel, domainMachine } from "./libvirt-model.ts";
import { alongNote, isBrought, isOffChoice, switchBrings, switchFate, type Brought } from "./machine-switch.ts";
import { LIBVIRT_FLAGS } from "./libvirt-properties.ts";
import { noArguments, settingFate, targetNotes } from "./setting-fate.ts";
import { isCpuFlag, isOffWord, isOn } from "./settled.ts";
import { hashComment, headerLines, isOneLine, remarkLines, type Snippet, type SnippetHeader } from "./snippet.ts";

/** What Nova's rows call the switch for Windows. */
const WINDOWS = "os_type=windows";

interface Job {
  readonly catalog: Catalog;
  readonly selection: Selection;
  readonly target: Target;
  readonly windows: { readonly name: string; readonly isThrown: boolean; readonly brought: readonly Brought[] };
  readonly isHidden: boolean;
}

/** Commands of the openstack client, and the lines of nova.conf as a comment. */
export function printNova(catalog: Catalog, selection: Selection, header: SnippetHeader, release?: string): Snippet {
  const target = openTarget(catalog, "nova", release);
  const choices = choicesOf(catalog, selection);
  const brought = switchBrings(catalog, target, ({ name }) => name === WINDOWS);
  const isThrown = choices.some((choice) => isBrought(brought, choice));
  const isHidden = choices.some((choice) => choice.property === "kvm" && isOffChoice(choice));
  const job: Job = { catalog, selection, target, windows: { name: WINDOWS, isThrown, brought }, isHidden };
  const { said, leftOut } = sortFates(
    catalog,
    selection,
    choices.map((choice) => say(job, choice)),
  );
  const notes = [
    ...targetNotes(target, said),
    "IMAGE stands for the image and FLAVOR for the flavor.",
    ...(isThrown ? alongNote(WINDOWS, brought, choices) : []),
    ...(isThrown && isHidden ? ["Hidden, a Windows guest also gets a Hyper-V vendor id of Nova's own."] : []),
  ];
  const own = new Set(said.flatMap(({ property, way }) => (way === "own" ? [property] : [])));
  const comment = hashComment([...headerLines(header), ...remarkLines({ notes, leftOut })]);
  const text = `${[comment, ...nodeLines(job, choices, own), ...commands(job, own)].join("\n")}\n`;
  return { text, fileName: "flipbit-nova.sh", mediaType: "text/x-shellscript", said, leftOut, notes };
}

/** Commands for flavor and image. */
function commands({ catalog, selection, windows }: Job, own: ReadonlySet<string>): string[] {
  const properties = [
    ...(windows.isThrown ? [WINDOWS] : []),
    ...(own.has("machine") ? [`hw_machine_type=${domainMachine(catalog, selection).name}`] : []),
    ...(own.has("kvm") ? ["img_hide_hypervisor_id=true"] : []),
  ].map((property) => `--property ${quote(property)}`);
  const flavor = `openstack flavor create --vcpus ${selection.vcpus ?? 1} --ram 2048 --disk 20 FLAVOR`;
  const lines = [
    ...(own.has("smp") ? [flavor] : []),
    ...(properties.length > 0 ? [`openstack image set ${properties.join(" ")} IMAGE`] : []),
  ];
  return lines.length === 0 ? ["# Nothing is to be set on image or flavor."] : lines;
}

/** What stands in nova.conf, as a comment. */
function nodeLines(job: Job, choices: readonly Choice[], own: ReadonlySet<string>): string[] {
  const flags = choices.filter(({ kind, feature, property }) => kind === "property" && !feature && own.has(property));
  const lines = [
    ...(own.has("accel") ? [`virt_type = ${job.selection.accel === "kvm" ? "kvm" : "qemu"}`] : []),
    ...(own.has("cpu") ? cpuLines(job) : []),
    ...flagLine(flags),
  ];
  return lines.length === 0 ? [] : [hashComment(["In nova.conf of each compute node:", "[libvirt]", ...lines])];
}

/** A plus is the default, and releases before the signs take only names. */
function flagLine(flags: readonly Choice[]): string[] {
  const names = flags.map(({ property, value }) => `${isOn(value) ? "" : "-"}${LIBVIRT_FLAGS[property] ?? property}`);
  return names.length === 0 ? [] : [`cpu_model_extra_flags = ${names.join(",")}`];
}

function cpuLines({ catalog, selection, target }: Job): string[] {
  const kind = catalog.cpuByName.get(selection.cpu)?.model.kind;
  if (kind === "host") return ["cpu_mode = host-passthrough"];
  const known = knownSetting(target, "cpu");
  const option = (isObstacle(known) ? undefined : known.name) ?? "cpu_models";
  return ["cpu_mode = custom", `${option} = ${domainCpuModel(catalog, selection).name}`];
}

function say(job: Job, choice: Choice): Fate {
  const { target } = job;
  const { kind, property, value } = choice;
  if (!isOneLine(value)) return leftOutBecause(property, "its value is more than one line", "value");
  switch (kind) {
    case "machine":
      return settingFate(target, property, "machine");
    case "smp":
      return settingFate(target, property, "vcpus");
    case "cpu":
      return sayCpu(job, choice);
    case "accel":
      return saidBy(property, "virt_type");
    case "property":
      return sayProperty(job, choice);
    default:
      return noArguments(target, property);
  }
}

function sayCpu({ catalog, selection, target }: Job, { property }: Choice): Fate {
  const kind = catalog.cpuByName.get(selection.cpu)?.model.kind ?? "named";
  return kind === "named" || kind === "host"
    ? settingFate(target, property, "cpu")
    : leftOutBecause(property, "Nova has no setting for this CPU model", "never");
}

function sayProperty(job: Job, choice: Choice): Fate {
  if (choice.property === "kvm") return sayHidden(job, choice);
  return choice.feature ? switchFate(job.catalog, job.target, choice, job.windows) : sayFlag(job, choice);
}

function sayHidden({ catalog, target }: Job, choice: Choice): Fate {
  const { property, feature } = choice;
  const known = feature && knownFeature(catalog, target, feature);
  if (!known || known.obstacle || !isOffChoice(choice)) {
    return leftOutBecause(
      property,
      known?.obstacle?.reason ?? "Nova can only hide KVM",
      known?.obstacle?.kind ?? "value",
    );
  }
  return saidBy(property, "img_hide_hypervisor_id=true", known.row.since);
}

/** Ordinary CPU flags, by libvirt's names; off needs a release that takes a sign. */
function sayFlag({ catalog, target }: Job, { property, value }: Choice): Fate {
  if (!isCpuFlag(catalog, property) || (!isOn(value) && !isOffWord(value))) {
    return leftOutBecause(property, "Nova has no setting for this CPU property", "never");
  }
  return settingFate(target, property, "cpu-flags", isOn(value) ? "on" : "off");
}
