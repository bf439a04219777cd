// Writes changes into settings of Proxmox VE: flags where it knows them, parts of the cpu setting, or the -cpu that stands in args.
import { quote } from "shlex";
import type { TextEdit } from "#base/text-edit.ts";
import type { Catalog } from "#catalog/open.ts";
import type { ConfigVm, Mention } from "#engine/explain/config.ts";
import type { Change } from "#engine/explain/finding.ts";
import { PROXMOX_MACHINE } from "../proxmox.ts";
import { isOffWord, isOn, isSwitch } from "../settled.ts";
import type { MadeEdits } from "./codec.ts";
import { editValue, placeIn, type ProxmoxArguments } from "./proxmox-arguments.ts";
import { cpuFlags, cpuParts, isTrue, type CpuFlag, type CpuPart } from "./proxmox-cpu.ts";
import { settingOf, type ProxmoxMachine, type ProxmoxSetting } from "./proxmox-lines.ts";
import { proxmoxNames, type ProxmoxNames } from "./proxmox-names.ts";
import { machineType, type ReadProxmox } from "./proxmox-read.ts";
import { editCommand } from "./qemu-edit.ts";

interface Editing {
  readonly catalog: Catalog;
  readonly names: ProxmoxNames;
  readonly text: string;
  readonly config: ConfigVm;
  readonly machine: ProxmoxMachine;
  readonly args: ProxmoxArguments | undefined;
}

/** What a change comes to: edits of a setting's value, parts or flags for the cpu setting, or a new setting. */
type Step =
  | { readonly setting: ProxmoxSetting; readonly edits: readonly TextEdit[] }
  | { readonly part: string }
  | { readonly flag: string }
  | { readonly key: string; readonly value: string }
  | "nothing"
  | undefined;

/** The edits of changes made together; undefined where one of them cannot be said. */
export function editProxmox(
  catalog: Catalog,
  text: string,
  { machine, args, config }: ReadProxmox,
  changes: readonly Change[],
): MadeEdits | undefined {
  const editing: Editing = { catalog, names: proxmoxNames(catalog), text, config, machine, args };
  const steps = changes.map((change) => stepOf(editing, change));
  if (steps.includes(undefined)) return undefined;
  const values = new Map<ProxmoxSetting, TextEdit[]>();
  const add = (setting: ProxmoxSetting, edits: readonly TextEdit[]): void => {
    values.set(setting, [...(values.get(setting) ?? []), ...edits]);
  };
  const put: [key: string, value: string][] = [];
  for (const step of steps) {
    if (typeof step !== "object") continue;
    if ("setting" in step) add(step.setting, step.edits);
    if ("key" in step) put.push([step.key, step.value]);
  }
  const isDone = addToCpu(editing, steps, add);
  if (!isDone) return undefined;
  const edits = [...values].map(([setting, made]) => editValue(text, setting, made));
  if (edits.includes(undefined)) return undefined;
  const makes = steps.some((step) => typeof step === "object" && ("flag" in step || "part" in step)) ? ["cpu"] : [];
  return { edits: [...edits.flatMap((made) => made ?? []), ...newSettings(editing, put)], makes };
}

function stepOf(editing: Editing, change: Change): Step {
  switch (change.op) {
    case "set-property":
    case "remove-property":
      return hasOwnCpu(editing) ? inArguments(editing, change) : property(editing, change);
    case "remove-mention":
    case "rename":
      return ofMention(editing, change);
    case "set-cpu":
      return hasOwnCpu(editing) ? inArguments(editing, change) : setCpu(editing, change.model);
    case "set-machine":
      return setMachine(editing, change.machine);
    case "set-option":
    case "set-timer":
      return setOption(editing, change);
  }
}

/** True where args bring a -cpu, which alone counts then. */
const hasOwnCpu = ({ args }: Editing): boolean => args?.hasCpu === true;

/** Settings without a key of their own go into args, where there are some. */
function setOption(editing: Editing, change: Change & { readonly op: "set-option" | "set-timer" }): Step {
  if (change.op === "set-option" && change.option === "accel") return setAccel(editing, change.value);
  const isSo = change.op === "set-timer" && editing.config.timers[change.timer] === change.present;
  return isSo ? "nothing" : inArguments(editing, change);
}

/** The same change in the options of args. */
function inArguments({ catalog, args }: Editing, change: Change): Step {
  if (!args) return undefined;
  const edits = editCommand(catalog, args.setting.value, args.config, change);
  return edits && { setting: args.setting, edits };
}

const cpuOf = ({ machine }: Editing): ProxmoxSetting | undefined => settingOf(machine, "cpu");

type PropertyChange = Change & { readonly op: "set-property" | "remove-property" };

function property(editing: Editing, change: PropertyChange): Step {
  const { config, names } = editing;
  const wanted = change.op === "set-property" ? change.value : undefined;
  if (config.addedByTool.includes(change.property)) {
    const has = config.vm.overrides.find((row) => row.property === change.property)?.value;
    return wanted !== undefined && isSame(has, wanted) ? "nothing" : undefined;
  }
  const cpu = cpuOf(editing);
  const own = config.mentions.find(({ kind, name }) => kind === "property" && name === change.property);
  if (cpu && own) return changeOwn(cpu, own, wanted);
  return wanted === undefined ? "nothing" : newProperty(names, change.property, wanted);
}

/** A part or a flag, where Proxmox VE knows one of this name. */
function newProperty(names: ProxmoxNames, name: string, wanted: string): Step {
  const part = [...names.parts].findLast(([, feature]) => feature.property?.name === name);
  if (part) return newPart(part[0], isSwitch(part[1]), wanted);
  if (!names.flags.has(name) || (!isOn(wanted) && !isOffWord(wanted))) return undefined;
  return { flag: `${isOn(wanted) ? "+" : "-"}${name}` };
}

const isSame = (a: string | undefined, b: string): boolean =>
  a === b || (a !== undefined && /^\w+$/.test(a) && Number(a) === Number(b));

/** Hiding KVM is a switch the other way round; a vendor id is a text of letters and digits. */
function newPart(key: string, isHiding: boolean, value: string): Step {
  if (isHiding) return isOffWord(value) ? { part: `${key}=1` } : isOn(value) ? "nothing" : undefined;
  return /^[a-zA-Z0-9]{1,12}$/.test(value) ? { part: `${key}=${value}` } : undefined;
}

/** Changes or takes away a part or a flag that is there. */
function changeOwn(setting: ProxmoxSetting, mention: Mention, wanted: string | undefined): Step {
  const parts = cpuParts(setting);
  for (const part of parts) {
    const flag = part.key === "flags" ? cpuFlags(part).find((one) => isAt(setting, one, mention)) : undefined;
    if (flag) return { setting, edits: changeFlag(setting, part, flag, wanted) };
    if (part.key !== "flags" && isAt(setting, part, mention)) return changePart(setting, part, wanted, mention);
  }
  return undefined;
}

const isAt = (setting: ProxmoxSetting, place: CpuPart | CpuFlag, { span }: Mention): boolean =>
  placeIn(setting, place).start === span.start;

function changeFlag(
  { value }: ProxmoxSetting,
  part: CpuPart,
  flag: CpuFlag,
  wanted: string | undefined,
): readonly TextEdit[] {
  if (wanted !== undefined) return [{ start: flag.start, end: flag.start + 1, text: isOffWord(wanted) ? "-" : "+" }];
  if (cpuFlags(part).length === 1) return [cutPart(part)];
  const isFirst = value[flag.start - 1] !== ";";
  return [{ start: isFirst ? flag.start : flag.start - 1, end: isFirst ? flag.end + 1 : flag.end, text: "" }];
}

const cutPart = ({ start, end }: CpuPart): TextEdit => ({ start: Math.max(0, start - 1), end, text: "" });

function changePart(setting: ProxmoxSetting, part: CpuPart, wanted: string | undefined, { written }: Mention): Step {
  if (wanted === undefined) return { setting, edits: [cutPart(part)] };
  if (written === "hidden") {
    if (isOn(wanted) !== isTrue(part.value)) return "nothing";
    return { setting, edits: [{ start: part.from, end: part.end, text: isOn(wanted) ? "0" : "1" }] };
  }
  if (!/^[a-zA-Z0-9]{1,12}$/.test(wanted)) return undefined;
  return { setting, edits: [{ start: part.from, end: part.end, text: wanted }] };
}

/** Puts new parts and flags behind the cpu setting, or makes one; false where the model is not known here. */
function addToCpu(
  editing: Editing,
  steps: readonly Step[],
  add: (setting: ProxmoxSetting, edits: readonly TextEdit[]) => void,
): boolean {
  const pick = (key: "part" | "flag"): string[] =>
    steps.flatMap((step) =>
      typeof step === "object" && key in step ? [(step as Record<typeof key, string>)[key]] : [],
    );
  const parts = pick("part");
  const flags = [...new Set(pick("flag"))];
  if (parts.length + flags.length === 0) return true;
  const setting = cpuOf(editing);
  if (!setting || setting.value === "") return false;
  const list = cpuParts(setting).find(({ key }) => key === "flags");
  if (list && flags.length > 0)
    add(setting, [
      { start: list.end, end: list.end, text: flags.map((flag) => `${list.value === "" ? "" : ";"}${flag}`).join("") },
    ]);
  else if (flags.length > 0) parts.push(`flags=${flags.join(";")}`);
  const end = setting.value.length;
  if (parts.length > 0) add(setting, [{ start: end, end, text: parts.map((part) => `,${part}`).join("") }]);
  return true;
}

function setCpu(editing: Editing, model: string): Step {
  if (model === "host-model" || /[,=]/.test(model)) return undefined;
  const name = model === "host-passthrough" ? "host" : model;
  const setting = cpuOf(editing);
  const part = setting && cpuParts(setting).find(({ key }) => key === "cputype");
  if (setting && part) return { setting, edits: [{ start: part.from, end: part.end, text: name }] };
  return setting ? undefined : { key: "cpu", value: name };
}

function setMachine({ machine }: Editing, name: string): Step {
  if (!PROXMOX_MACHINE.test(name)) return undefined;
  const setting = settingOf(machine, "machine");
  const read = machineType(setting);
  if (setting && read) return { setting, edits: [{ ...read.span, text: name }] };
  if (!setting) return { key: "machine", value: name };
  return { setting, edits: [{ start: 0, end: 0, text: `${name}${setting.value === "" ? "" : ","}` }] };
}

function setAccel({ machine, config }: Editing, value: string): Step {
  if (value !== "kvm" && value !== "tcg") return undefined;
  if (config.vm.accel === value) return "nothing";
  const word = value === "kvm" ? "1" : "0";
  const setting = settingOf(machine, "kvm");
  return setting
    ? { setting, edits: [{ start: 0, end: setting.value.length, text: word }] }
    : { key: "kvm", value: word };
}

/** A mention in args is changed there, one of the cpu setting by what it says. */
function ofMention(editing: Editing, change: Change & { readonly op: "remove-mention" | "rename" }): Step {
  const { config, args, names, machine } = editing;
  const mention = config.mentions[change.mention];
  if (!mention) return undefined;
  const inner = args?.config.mentions.findIndex(({ span }) => placeIn(args.setting, span).start === mention.span.start);
  if (inner !== undefined && inner >= 0) return inArguments(editing, { ...change, mention: inner });
  const cpu = settingOf(machine, "cpu");
  if (mention.kind !== "property" || !cpu) return undefined;
  if (change.op === "remove-mention") return changeOwn(cpu, mention, undefined);
  const flag = cpuParts(cpu)
    .flatMap(cpuFlags)
    .find((one) => isAt(cpu, one, mention));
  if (!flag || !names.flags.has(change.to)) return undefined;
  return { setting: cpu, edits: [{ start: flag.start + 1, end: flag.end, text: change.to }] };
}

/** Lines below the last one, or options behind the last one. */
function newSettings(
  { text, machine: { kind, span } }: Editing,
  put: readonly (readonly [string, string])[],
): readonly TextEdit[] {
  const newline = text[text.indexOf("\n") - 1] === "\r" ? "\r\n" : "\n";
  return put.map(([key, value]) => ({
    start: span.end,
    end: span.end,
    text: kind === "lines" ? `${newline}${key}: ${value}` : ` --${key} ${quote(value)}`,
  }));
}
