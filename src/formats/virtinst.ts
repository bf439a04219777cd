// virt-install for a new domain and virt-xml for one that exists. Both write libvirt's XML, so libvirt's own sayings decide what is said.
import { quote } from "shlex";
import type { Catalog } from "#catalog/open.ts";
import type { Selection } from "#engine/selection.ts";
import { choicesOf, leftOutBecause, saidBy, sortFates, type Choice, type Fate } from "./choices.ts";
import { isObstacle, knownSetting, needsLine, openTarget, type Target } from "./layer-target.ts";
import { domainCpuModel, domainMachine } from "./libvirt-model.ts";
import { libvirtSayings } from "./libvirt-xml.ts";
import { isOneLine, hashComment, headerLines, remarkLines, type Snippet, type SnippetHeader } from "./snippet.ts";
import { virtinstWord, type VirtinstWord } from "./virtinst-words.ts";
import { isOneEach, layoutOf } from "./vcpu-layout.ts";

type Option = readonly [option: string, value: string];

/** A new domain without disk and network: what the selection says, and the least that virt-install wants. */
export function printVirtInstall(
  catalog: Catalog,
  selection: Selection,
  header: SnippetHeader,
  release?: string,
): Snippet {
  const target = openTarget(catalog, "virt-install", release);
  const machine = domainMachine(catalog, selection).name;
  const start: Option[] = [
    ["--name", "flipbit"],
    ["--memory", "2048"],
    ["--vcpus", vcpusText(catalog, selection)],
    ["--os-variant", "generic"],
    ["--import", ""],
    ["--disk", "none"],
    ["--network", "none"],
    ["--graphics", "none"],
    ["--virt-type", selection.accel === "kvm" ? "kvm" : "qemu"],
    ...(machine === "" ? [] : [["--machine", machine] as const]),
  ];
  const notes = [
    "Of no guest system, so that virt-install adds nothing by itself; for Windows it would switch on Hyper-V features that are not asked for here.",
  ];
  return print({
    catalog,
    selection,
    header,
    target,
    notes,
    program: "virt-install",
    start,
    fileName: "flipbit-virt-install.sh",
  });
}

/** Without a layout virt-install leaves it to libvirt, which makes a socket of each vCPU. */
function vcpusText(catalog: Catalog, selection: Selection): string {
  const count = String(selection.vcpus ?? 1);
  const layout = layoutOf(catalog, selection);
  if (layout === undefined || isOneEach(layout)) return count;
  return `${count},sockets=${layout.sockets},cores=${layout.cores},threads=${layout.threads}`;
}

/** The same for a domain of the name flipbit that exists already. */
export function printVirtXml(catalog: Catalog, selection: Selection, header: SnippetHeader, release?: string): Snippet {
  const target = openTarget(catalog, "virt-install", release);
  const machine = domainMachine(catalog, selection).name;
  const start: Option[] = [
    ["--edit", ""],
    ...(selection.vcpus === undefined ? [] : [["--vcpus", vcpusText(catalog, selection)] as const]),
    ...(machine === "" ? [] : [["--boot", `machine=${machine}`] as const]),
  ];
  const notes = [
    "flipbit stands for the name of your domain. What the domain already says beside this stays: take back by hand what you do not want.",
    "virt-xml edits one kind of option at a time, hence several commands.",
  ];
  return print({
    catalog,
    selection,
    header,
    target,
    notes,
    program: "virt-xml",
    start,
    fileName: "flipbit-virt-xml.sh",
  });
}

interface Job {
  readonly catalog: Catalog;
  readonly selection: Selection;
  readonly header: SnippetHeader;
  readonly target: Target;
  readonly notes: readonly string[];
  readonly program: "virt-install" | "virt-xml";
  readonly start: readonly Option[];
  readonly fileName: string;
}

function print({ catalog, selection, header, target, notes: own, program, start, fileName }: Job): Snippet {
  const { sayings, cpu } = libvirtSayings(catalog, selection);
  const words = sayings.map((saying) => virtinstWord(catalog, target, saying));
  const handled = new Set(sayings.map(({ property }) => property));
  const cpuWord = cpuOptions(catalog, selection, cpu !== undefined, program);
  const rest = choicesOf(catalog, selection)
    .filter(({ property, kind }) => !handled.has(property) && kind !== "cpu")
    .map((choice) => plainFate(target, program, choice));
  const cpuFate = selection.cpu === "" || handled.has("cpu") ? [] : [saidBy("cpu", "--cpu")];
  const { said, leftOut } = sortFates(catalog, selection, [...cpuFate, ...rest, ...words.map(({ fate }) => fate)]);
  const needs = needsLine(
    target,
    said.map(({ since }) => since),
  );
  const notes = [target.line, ...(needs === undefined ? [] : [needs]), ...own];
  const options = gather([...start, ...cpuWord, ...words.flatMap(({ options }: VirtinstWord) => options)]);
  const comment = hashComment([...headerLines(header), ...remarkLines({ notes, leftOut })]);
  const text = `${comment}\n${program === "virt-install" ? oneCommand(options) : manyCommands(options)}\n`;
  return { text, fileName, mediaType: "text/x-shellscript", said, leftOut, notes };
}

/** Options that take one list are joined; a later value of one name stands behind an earlier one. */
const LISTS = new Set(["--features", "--clock", "--cpu"]);

function gather(options: readonly Option[]): readonly Option[] {
  const gathered: Option[] = [];
  for (const [option, value] of options) {
    const at = LISTS.has(option) ? gathered.findIndex(([name]) => name === option) : -1;
    const found = gathered[at];
    if (found) gathered[at] = [option, `${found[1]},${value}`];
    else gathered.push([option, value]);
  }
  return gathered;
}

/** The value of --qemu-commandline begins with a dash, so an equals sign has to join it. */
const printOption = ([option, value]: Option): string => {
  if (value === "") return option;
  return value.startsWith("-") ? `${option}=${quote(value)}` : `${option} ${quote(value)}`;
};

const oneCommand = (options: readonly Option[]): string =>
  ["virt-install", ...options.map(printOption)].join(" \\\n  ");

/** virt-xml takes one kind of device or section a run. */
function manyCommands(options: readonly Option[]): string {
  const edits = options.filter(([option]) => option !== "--edit");
  if (edits.length === 0) return "# Nothing is to be edited.";
  // A panic notifier is a device: one has to be added before one can be edited.
  const verb = (option: string): string => (option === "--panic" ? "--add-device" : "--edit");
  return edits.map((option) => `virt-xml flipbit ${verb(option[0])} ${printOption(option)}`).join("\n");
}

function cpuOptions(catalog: Catalog, selection: Selection, hasNode: boolean, program: Job["program"]): Option[] {
  if (!hasNode && selection.cpu !== "") return [];
  const kind = catalog.cpuByName.get(selection.cpu)?.model.kind;
  if (kind === "host") {
    const asked = selection.overrides.findLast(({ property }) => property === "migratable");
    const isFixed = asked !== undefined && /^(?:off|no|false|n)$/.test(asked.value);
    return [["--cpu", "host-passthrough"], ...(isFixed ? [["--xml", "./cpu/@migratable=off"] as const] : [])];
  }
  // The model of an existing domain would stay beside the mode.
  if (kind === "max") return [["--cpu", program === "virt-xml" ? "clearxml=yes,mode=maximum" : "mode=maximum"]];
  return [["--cpu", domainCpuModel(catalog, selection).name.replaceAll(",", ",,")]];
}

function plainFate(target: Target, program: Job["program"], choice: Choice): Fate {
  const { kind, property, value } = choice;
  if (!isOneLine(value)) return leftOutBecause(property, "its value is more than one line", "value");
  const setting = ({ machine: "machine", smp: "vcpus" } as const)[kind as "machine" | "smp"];
  if (kind === "accel" && program === "virt-xml")
    return leftOutBecause(property, "virt-xml does not change the type of a domain", "never");
  if (setting === undefined) return saidBy(property, kind === "accel" ? "--virt-type" : "--cpu");
  const known = knownSetting(target, setting);
  return isObstacle(known)
    ? leftOutBecause(property, known.reason, known.kind)
    : saidBy(property, known.name ?? "", known.since);
}
