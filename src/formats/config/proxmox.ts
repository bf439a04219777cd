// Proxmox VE: what `qm config` prints and its files hold, snapshots with them, and `qm set` commands.
import type { ConfigVm } from "#engine/explain/config.ts";
import { MOST_MACHINES, tooManyMachines, type ConfigCodec } from "./codec.ts";
import { editProxmox } from "./proxmox-edit.ts";
import { proxmoxMachines } from "./proxmox-lines.ts";
import { readProxmox, type ReadProxmox } from "./proxmox-read.ts";

const COMMAND = /(?:^|[\s#$>`(])qm[ \t]+(?:set|create)[ \t]+\d+\s/;
/** Keys that only such a configuration has, and those that it shares with others. */
const OWN =
  /^(?:ostype|scsihw|vmgenid|bootdisk|balloon|efidisk\d|tpmstate\d|hostpci\d+|unused\d+|(?:net|scsi|sata|ide|virtio)\d+):[ \t]*\S/gm;
const CPU = /^cpu:[ \t]*\S+,(?:flags=[+-]|hidden=|hv-vendor-id=)/m;
const ARGS = /^args:[ \t]*-/m;
const LINE = /^(?:cpu|machine|cores|sockets|memory|bios|kvm|name|numa|agent|boot):[ \t]*\S/gm;

/** What was found while a machine was read, for as long as anybody holds it. */
const opened = new WeakMap<ConfigVm, { readonly text: string; readonly read: ReadProxmox }>();

export const proxmox: ConfigCodec = {
  kind: "proxmox",
  title: "Proxmox VE configuration",
  fits: (head) => {
    if (COMMAND.test(head)) return 0.9;
    if (/^\s*(?:[<{]|apiVersion:)/.test(head)) return 0;
    const own = head.match(OWN)?.length ?? 0;
    if (own >= 2) return 0.9;
    if (own === 1 || CPU.test(head) || ARGS.test(head)) return 0.75;
    return (head.match(LINE)?.length ?? 0) >= 2 ? 0.3 : 0;
  },
  read: (catalog, text) => {
    const machines = proxmoxMachines(text);
    const read = machines.slice(0, MOST_MACHINES).map((machine) => readProxmox(catalog, machine));
    const rest = machines[MOST_MACHINES];
    for (const one of read) opened.set(one.config, { text, read: one });
    const none = { rule: "no-setting", message: "No setting of a machine was found here.", offset: 0, length: 0 };
    return {
      vms: read.map(({ config }) => config),
      messages: [],
      issues: [
        ...(read.length === 0 ? [none] : read.flatMap(({ issues }) => issues)),
        ...(rest ? [tooManyMachines(rest.span.start)] : []),
      ],
    };
  },
  edit: (catalog, text, vm, change) => editTogether(catalog, text, vm, [change])?.edits,
  editTogether: (...args) => editTogether(...args),
};

const editTogether: NonNullable<ConfigCodec["editTogether"]> = (catalog, text, vm, changes) => {
  const kept = opened.get(vm);
  const read = kept?.text === text ? kept.read : findAgain(catalog, text, vm);
  return read && editProxmox(catalog, text, read, changes);
};

function findAgain(
  catalog: Parameters<ConfigCodec["read"]>[0],
  text: string,
  { span }: ConfigVm,
): ReadProxmox | undefined {
  const machine = proxmoxMachines(text).find((one) => one.span.start === span.start);
  return machine && readProxmox(catalog, machine);
}
