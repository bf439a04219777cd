// Proxmox VE: `qm set`, and the same as lines of the VM's configuration. It builds QEMU's command line itself and adds flags of its own.
import { quote } from "shlex";
import type { Catalog } from "#catalog/open.ts";
import type { Selection } from "#engine/selection.ts";
import { byArguments, choicesOf, leftOutBecause, saidBy, sortFates, type Choice, type Fate } from "./choices.ts";
import {
  isMachineSince,
  isObstacle,
  knownFeature,
  knownSetting,
  obstacleOf,
  openTarget,
  type Target,
} from "./layer-target.ts";
import { domainMachine } from "./libvirt-model.ts";
import { alongNote, isBrought, isOffChoice, switchBrings, type Brought } from "./machine-switch.ts";
import { modelOf } from "./qemu-argv-print.ts";
import { cpuDriver, printGlobal } from "./qemu-options.ts";
import { settingFate, targetNotes } from "./setting-fate.ts";
import { isOffWord, isOn } from "./settled.ts";
import {
  hashComment,
  headerLines,
  isOneLine,
  oneLine,
  remarkLines,
  type Snippet,
  type SnippetHeader,
} from "./snippet.ts";

/** A number that nobody's VM may have by accident would be refused; 100 is the first that Proxmox hands out. */
const VM = "100";

const ONE_LINE = "a setting of Proxmox VE is one line";

/** The keys of a VM's configuration and their values. */
interface Said {
  readonly fate: Fate;
  /** Parts of the cpu setting, e.g. `hidden=1`; `+name` and `-name` are flags. */
  readonly cpu?: string;
  readonly flag?: string;
  readonly args?: readonly string[];
  readonly option?: readonly [key: string, value: string];
}

interface Job {
  readonly catalog: Catalog;
  readonly selection: Selection;
  readonly target: Target;
  readonly driver: string;
  /** What Proxmox sets by itself with this machine type and guest system. */
  readonly automatic: readonly Brought[];
}

/** The configuration as one qm command, with its lines as a comment below. */
export function printProxmox(catalog: Catalog, selection: Selection, header: SnippetHeader, release?: string): Snippet {
  const target = openTarget(catalog, "proxmox", release);
  const choices = choicesOf(catalog, selection);
  const { automatic, windows, isWindows } = setByItself(catalog, selection, target, choices);
  const model = modelOf(catalog, selection);
  const job: Job = { catalog, selection, target, driver: cpuDriver(model), automatic };
  const rows = choices.map((choice) => say(job, choice));
  const guest = knownSetting(target, isWindows ? "windows" : "linux");
  const { said, leftOut } = sortFates(
    catalog,
    selection,
    rows.map(({ fate }) => fate),
  );
  const idle = new Set(said.filter(({ way }) => way === "nothing").map(({ property }) => property));
  const notes = [
    ...targetNotes(target, isObstacle(guest) ? said : [...said, { since: guest.since ?? undefined }]),
    `${VM} stands for the number of your VM.`,
    `cpu: ${noteOf(target)}`,
    ...(takesModel(target, model) ? [] : [`cpu: ${oneLine(model)} is not among its CPU models, so it may refuse it.`]),
    ...alongNote("Proxmox VE", automatic, choices),
    ...(isWindows ? dependingNotes(target) : []),
    ...(isWindows || windows.length === 0 ? [] : [windowsNote(windows)]),
  ];
  const options = optionsOf(
    model,
    rows.filter(({ fate }) => !("leftOut" in fate && idle.has(fate.leftOut.property))),
    isObstacle(guest) ? undefined : guest.name,
  );
  const comment = hashComment([...headerLines(header), ...remarkLines({ notes, leftOut })]);
  const command = [
    "qm set " + VM,
    ...options.map(([key, value]) => `--${key}${value.startsWith("-") ? "=" : " "}${quote(value)}`),
  ].join(" \\\n  ");
  const lines = hashComment([
    `The same as lines of /etc/pve/qemu-server/${VM}.conf:`,
    ...options.map(([key, value]) => `${key}: ${value}`),
  ]);
  return {
    text: `${comment}\n${command}\n${lines}\n`,
    fileName: "flipbit-proxmox.sh",
    mediaType: "text/x-shellscript",
    said,
    leftOut,
    notes,
  };
}

interface ByItself {
  readonly automatic: readonly Brought[];
  /** What a Windows guest would get, and whether all of it is asked for, so that it may be one. */
  readonly windows: readonly Brought[];
  readonly isWindows: boolean;
}

function setByItself(catalog: Catalog, selection: Selection, target: Target, choices: readonly Choice[]): ByItself {
  const brings = (by: string): readonly Brought[] =>
    switchBrings(catalog, target, (row) => row.by === by && isSetHere(catalog, selection, row));
  const windows = brings("guest");
  const isAsked = (row: Brought): boolean => choices.some((choice) => isBrought([row], choice));
  const isWindows = windows.length > 0 && windows.every(isAsked);
  const automatic = selection.accel === "kvm" ? [...brings("always"), ...(isWindows ? windows : [])] : [];
  return { automatic, windows, isWindows };
}

const noteOf = (target: Target): string => {
  const known = knownSetting(target, "cpu");
  return isObstacle(known) ? known.reason : (known.note ?? "");
};

/** Whether a CPU model is in the list of this release. */
function takesModel(target: Target, model: string): boolean {
  const known = knownSetting(target, "cpu");
  const values = isObstacle(known) ? undefined : known.values;
  if (values === undefined) return true;
  return Object.hasOwn(values, model) && obstacleOf(target, { since: values[model] ?? null }) === undefined;
}

/** What a Windows guest may bring beside, on some hosts and machine types. */
const dependingNotes = (target: Target): string[] =>
  target.layer.rows.flatMap(({ by, default: how, when, name }) =>
    by === "flag" && how === "depends" && when !== undefined ? [`${name ?? ""} also comes ${when}`] : [],
  );

const windowsNote = (windows: readonly Brought[]): string =>
  `With a Windows ostype Proxmox VE sets all of ${windows.map(({ feature }) => feature.property?.name).join(", ")}; not all of these are asked for, so it is not set here.`;

/** Names that its own pattern takes (the layer's note says which). */
export const PROXMOX_MACHINE = /^(?:pc|q35|pc-(?:i440fx|q35)-\d+(?:\.\d+)+)$/;

/** Whether the machine type is new enough for what Proxmox then adds; a name without a version is the newest, and so is one that it refuses. */
function isSetHere(
  catalog: Catalog,
  selection: Selection,
  { machine }: { readonly machine?: string | undefined },
): boolean {
  const { name } = domainMachine(catalog, selection);
  return isMachineSince(PROXMOX_MACHINE.test(name) ? name : "", machine) ?? true;
}

function optionsOf(
  model: string,
  rows: readonly Said[],
  guest: string | null | undefined,
): readonly (readonly [string, string])[] {
  const flags = rows.flatMap(({ flag }) => flag ?? []);
  const cpu = [
    model,
    ...rows.flatMap(({ cpu }) => cpu ?? []),
    ...(flags.length > 0 ? [`flags=${flags.join(";")}`] : []),
  ];
  const args = rows.flatMap(({ args }) => args ?? []);
  const [key = "", value = ""] = (guest ?? "").replace(/^--/, "").split(" ");
  return [
    ...(value === "" ? [] : [[key, value] as const]),
    ...rows.flatMap(({ option }) => (option ? [option] : [])),
    ...(isOneLine(model) && !model.includes(",") ? [["cpu", cpu.join(",")] as const] : []),
    ...(args.length === 0 ? [] : [["args", args.map(quote).join(" ")] as const]),
  ];
}

const left = (property: string, ...why: [string, Parameters<typeof leftOutBecause>[2]]): Said => ({
  fate: leftOutBecause(property, ...why),
});

function say(job: Job, choice: Choice): Said {
  const { property, value, kind } = choice;
  if (!isOneLine(value) || !isOneLine(property)) return left(property, ONE_LINE, "value");
  switch (kind) {
    case "machine":
      return sayMachine(job, choice);
    case "cpu":
      return /[,=]/.test(value)
        ? left(property, "the cpu setting ends a name at a comma", "value")
        : { fate: settingFate(job.target, property, "cpu") };
    case "smp":
      return { fate: settingFate(job.target, property, "vcpus"), option: ["cores", value] };
    case "accel":
      return { fate: saidBy(property, "kvm"), option: ["kvm", value === "kvm" ? "1" : "0"] };
    case "xen-version":
      return left(
        property,
        "Proxmox VE chooses the accelerator with -machine, and only -accel has Xen emulation",
        "never",
      );
    case "property":
      return sayProperty(job, choice);
    default:
      return passOn(job, choice, passedArguments(choice));
  }
}

/** What QEMU's own line says for a choice that Proxmox has no setting for. */
function passedArguments({ kind, driver = "", property, value }: Choice): readonly string[] {
  if (kind === "kernel-irqchip") return ["-machine", `kernel-irqchip=${value}`];
  if (kind === "cpu-pm") return ["-overcommit", "cpu-pm=on"];
  return ["-global", printGlobal({ driver, property, value })];
}

function sayMachine({ catalog, selection, target }: Job, { property }: Choice): Said {
  const { name } = domainMachine(catalog, selection);
  if (PROXMOX_MACHINE.test(name)) return { fate: settingFate(target, property, "machine"), option: ["machine", name] };
  return left(property, `Proxmox VE takes only pc and q35 machine types, not ${JSON.stringify(name)}`, "never");
}

function passOn({ target }: Job, { property }: Choice, args: readonly string[]): Said {
  // The type that a -global is for may be of any name, and its property.
  if (!args.every(isOneLine)) return left(property, ONE_LINE, "value");
  const known = knownSetting(target, "arguments");
  if (isObstacle(known)) return left(property, known.reason, known.kind);
  return { fate: byArguments(property, args.join(" "), known.since), args };
}

function sayProperty(job: Job, choice: Choice): Said {
  const { automatic, driver } = job;
  const { property, value, feature } = choice;
  const set = automatic.find((row) => row.feature === feature);
  if (set && isBrought([set], choice)) return { fate: saidBy(property, "set by Proxmox VE itself", set.row.since) };
  if (set) {
    const what = isOffChoice(choice) ? "on" : `to ${set.row.value ?? "its own value"}`;
    return left(property, `Proxmox VE itself sets it ${what} in its -cpu, which wins over -global`, "conflict");
  }
  return sayInCpu(job, choice) ?? passOn(job, choice, ["-global", printGlobal({ driver, property, value })]);
}

/** The cpu setting has some names of its own: flags of a short list, and hiding KVM. */
function sayInCpu({ catalog, target }: Job, { property, value, feature }: Choice): Said | undefined {
  if (!isOn(value) && !isOffWord(value)) return undefined;
  const known = feature && knownFeature(catalog, target, feature);
  if (known && known.obstacle === undefined && property === "kvm" && isOffWord(value)) {
    return { fate: saidBy(property, "hidden=1", known.row.since), cpu: "hidden=1" };
  }
  const flag = knownSetting(target, "cpu-flags", property);
  return isObstacle(flag) ? undefined : asFlag(property, value, flag.since);
}

const asFlag = (name: string, value: string, since: string | null): Said => ({
  fate: saidBy(name, `flags=${name}`, since),
  flag: `${isOn(value) ? "+" : "-"}${name}`,
});
