// What a machine of Proxmox VE says, together with what it adds by itself to QEMU's command line.
import type { Issue } from "#base/result.ts";
import type { Span } from "#base/text-edit.ts";
import type { Catalog } from "#catalog/open.ts";
import type { ConfigVm, Mention } from "#engine/explain/config.ts";
import type { Accel, IrqchipMode, Override } from "#engine/selection.ts";
import { parseCpu } from "../qemu-options.ts";
import { argumentsOf, placeIn, type ProxmoxArguments } from "./proxmox-arguments.ts";
import { cpuMentionsOf, cpuParts, isTrue } from "./proxmox-cpu.ts";
import { settingOf, type ProxmoxMachine, type ProxmoxSetting } from "./proxmox-lines.ts";
import { proxmoxNames, type ProxmoxGuest, type ProxmoxNames } from "./proxmox-names.ts";
import { itemsOf } from "./qemu-command.ts";

/** A machine that was read. */
export interface ReadProxmox {
  readonly machine: ProxmoxMachine;
  readonly args: ProxmoxArguments | undefined;
  readonly config: ConfigVm;
  readonly issues: readonly Issue[];
}

/** Keys of which a whole machine has some. */
const WHOLE = /^(?:boot|bootdisk|memory|name|smbios1|vmgenid|(?:ide|net|sata|scsi|virtio)\d+)$/;
/** A device that is the guest's first screen. */
const FIRST_SCREEN = /(?:^|,)x-vga=(?:1|on|yes|true)(?:,|$)/;

interface Reading {
  readonly catalog: Catalog;
  readonly names: ProxmoxNames;
  readonly machine: ProxmoxMachine;
  readonly args: ProxmoxArguments | undefined;
  readonly guest: ProxmoxGuest | undefined;
}

/** Reads one machine. */
export function readProxmox(catalog: Catalog, machine: ProxmoxMachine): ReadProxmox {
  const names = proxmoxNames(catalog);
  const args = argumentsOf(catalog, machine);
  const reading: Reading = { catalog, names, machine, args, guest: guestOf(names, machine) };
  const isWhole = machine.isCreate || machine.settings.some(({ key }) => WHOLE.test(key));
  const mentions = mentionsOf(reading);
  const vm = { ...plainSettings(reading), ...(args && argumentSettings(args)) };
  const { cpu, added, told } = cpuOf(reading, mentions, { isWhole, accel: vm.accel, machineType: vm.machine });
  const name = (machine.kind === "lines" ? machine.name : undefined) ?? settingOf(machine, "name")?.value;
  const timers = Object.fromEntries(names.timersOff(reading.guest).map((timer) => [timer, false]));
  const config: ConfigVm = {
    ...(name !== undefined && { name }),
    vm: { ...vm, cpu, overrides: [...added, ...told] },
    mentions,
    tellsAccel: isWhole || settingOf(machine, "kvm") !== undefined,
    isWhole,
    ...(reading.guest && { guest: reading.guest.guest }),
    timers: { ...timers, ...args?.config.timers },
    addedByTool: added.map(({ property }) => property),
    span: machine.span,
  };
  return { machine, args, config, issues: args ? args.issues.map((issue) => placed(args.setting, issue)) : [] };
}

const guestOf = (names: ProxmoxNames, machine: ProxmoxMachine): ProxmoxGuest | undefined =>
  names.guests.get(settingOf(machine, "ostype")?.value ?? "");

function placed(setting: ProxmoxSetting, issue: Issue): Issue {
  const { offset = 0, length = 0 } = issue;
  const { start, end } = placeIn(setting, { start: offset, end: offset + length });
  return { ...issue, offset: start, length: end - start };
}

type PlainSettings = Pick<ConfigVm["vm"], "machine" | "accel" | "irqchip" | "vcpus">;

function plainSettings({ names, machine }: Reading): PlainSettings {
  const irqchip = itemsOf(settingOf(machine, "machine")?.value ?? "")
    .map(({ text }) => names.irqchips.get(text))
    .find((found) => found !== undefined);
  const counts = ["cores", "sockets"].flatMap((key) => {
    const value = settingOf(machine, key)?.value ?? "";
    return /^[1-9]\d{0,4}$/.test(value) ? [Number(value)] : [];
  });
  return {
    machine: machineType(settingOf(machine, "machine"))?.name ?? "",
    accel: accelOf(machine),
    ...(irqchip !== undefined && { irqchip: irqchip as IrqchipMode }),
    ...(counts.length > 0 && { vcpus: counts.reduce((product, count) => product * count, 1) }),
  };
}

const accelOf = (machine: ProxmoxMachine): Accel => (isTrue(settingOf(machine, "kvm")?.value ?? "1") ? "kvm" : "tcg");

/** The machine type without the mark of Proxmox VE's own QEMU (`+pve0`), and where it stands in the value. */
export function machineType(
  setting: ProxmoxSetting | undefined,
): { readonly name: string; readonly written: string; readonly span: Span } | undefined {
  if (!setting) return undefined;
  const item = itemsOf(setting.value).find(
    ({ text }, index) => text.startsWith("type=") || (index === 0 && !text.includes("=")),
  );
  if (!item || item.text === "") return undefined;
  const from = item.text.startsWith("type=") ? 5 : 0;
  const written = item.text.slice(from);
  return { name: written.replace(/\+pve\d+$/, ""), written, span: { start: item.start + from, end: item.end } };
}

/** What args say beside the CPU. */
function argumentSettings({ config: { vm } }: ProxmoxArguments): Partial<ConfigVm["vm"]> {
  const { machine, irqchip, xenVersion, cpuPm, globals } = vm;
  return {
    ...(machine !== "" && { machine }),
    ...(irqchip !== undefined && { irqchip }),
    ...(xenVersion !== undefined && { xenVersion }),
    ...(cpuPm !== undefined && { cpuPm }),
    ...(globals !== undefined && { globals }),
  };
}

function mentionsOf({ catalog, names, machine, args, guest }: Reading): readonly Mention[] {
  const cpu = settingOf(machine, "cpu");
  const own = [
    ...(cpu && args?.hasCpu !== true ? cpuMentionsOf(catalog, names, cpu) : []),
    ...settingMentions(machine, guest),
    ...(args ? args.config.mentions.map((mention) => ({ ...mention, span: placeIn(args.setting, mention.span) })) : []),
  ];
  return own.toSorted((a, b) => a.span.start - b.span.start);
}

function settingMentions(machine: ProxmoxMachine, guest: ProxmoxGuest | undefined): readonly Mention[] {
  const type = settingOf(machine, "machine");
  const read = machineType(type);
  const whole = (key: string, kind: Mention["kind"], value?: string): Mention[] => {
    const setting = settingOf(machine, key);
    if (!setting || setting.value === "") return [];
    const span = placeIn(setting, { start: 0, end: setting.value.length });
    return [{ kind, name: kind, written: setting.value, value: value ?? setting.value, span }];
  };
  return [
    ...(type && read
      ? [
          {
            kind: "machine",
            name: "machine",
            written: read.written,
            value: read.name,
            span: placeIn(type, read.span),
          } as const,
        ]
      : []),
    ...whole("kvm", "accel", accelOf(machine)),
    ...whole("cores", "smp"),
    ...whole("sockets", "smp"),
    ...(guest ? whole("ostype", "guest", guest.guest) : []),
  ];
}

interface CpuContext {
  readonly isWhole: boolean;
  readonly accel: Accel;
  readonly machineType: string;
}

interface CpuRead {
  readonly cpu: string;
  readonly added: readonly Override[];
  readonly told: readonly Override[];
}

/** Model and flags: those of args alone where these have a -cpu, else the setting's with what comes by itself. */
function cpuOf({ names, machine, args, guest }: Reading, mentions: readonly Mention[], context: CpuContext): CpuRead {
  if (args?.hasCpu === true) {
    return { cpu: args.config.vm.cpu, added: [], told: args.config.vm.overrides };
  }
  const told = mentions.flatMap(({ kind, name, value, form = "value", note }): Override[] =>
    kind === "property" && note === undefined ? [{ property: name, form, value }] : [],
  );
  const setting = settingOf(machine, "cpu");
  const type = (setting && cpuParts(setting).find(({ key }) => key === "cputype")?.value) ?? "";
  const model = parseCpu(names.models.get(type) ?? (type === "" && context.isWhole ? names.defaultModel : type));
  const said = new Set(told.map(({ property }) => property));
  const added = [...model.overrides, ...addedBy(names, machine, guest, context)];
  return {
    cpu: model.model.startsWith("custom-") ? "" : model.model,
    added: added.filter(({ property }) => !said.has(property)),
    told,
  };
}

function addedBy(
  names: ProxmoxNames,
  machine: ProxmoxMachine,
  guest: ProxmoxGuest | undefined,
  { accel, machineType: type }: CpuContext,
): readonly Override[] {
  const hasScreen = machine.settings.some(({ key, value }) => /^hostpci\d+$/.test(key) && FIRST_SCREEN.test(value));
  const hidden: Override[] = hasScreen ? [{ property: "kvm", form: "value", value: "off" }] : [];
  if (accel !== "kvm") return hidden;
  const brought = names.brings(isUndone(machine, guest) ? undefined : guest, type);
  const isWindows = brought.some(({ isSigned }) => !isSigned);
  return [
    ...hidden,
    ...[...brought, ...(hasScreen && isWindows ? names.withScreen : [])].map(
      ({ property, value, isSigned }): Override => ({ property, form: isSigned ? "plus" : "value", value }),
    ),
  ];
}

/** True where another setting takes away what the guest would bring. */
function isUndone(machine: ProxmoxMachine, guest: ProxmoxGuest | undefined): boolean {
  const [key = "", value] = (guest?.unless ?? "").split(": ");
  return value !== undefined && settingOf(machine, key)?.value === value;
}
