// QEMU command lines, wherever they stand (a shell, a script, `ps`, libvirt's log), and the value of -cpu alone.
import type { Catalog } from "#catalog/open.ts";
import { commandStarts, cpuMentions, readCommand, type ReadCommand } from "./qemu-command.ts";
import { editCommand, editCpuValue } from "./qemu-edit.ts";
import { parseCpu } from "../qemu-options.ts";
import type { ConfigCodec } from "./codec.ts";
import { scanStatement } from "./shell-scan.ts";

/** A program's name inside another's command line is an argument of that one. */
function readCommands(catalog: Catalog, text: string): readonly ReadCommand[] {
  const read: ReadCommand[] = [];
  let end = -1;
  for (const start of commandStarts(text)) {
    if (start.start < end) continue;
    const command = readCommand(catalog, text, start);
    read.push(command);
    end = command.config.span.end;
  }
  return read;
}

const OPTION_LINE = /(?:^|\s)-(?:cpu|machine|M|accel)\s+\S/;

export const qemuCommand: ConfigCodec = {
  kind: "qemu",
  title: "QEMU command line",
  fits: (head) => {
    const starts = commandStarts(head);
    if (starts.some(({ hasProgram }) => hasProgram)) return OPTION_LINE.test(head) ? 0.9 : 0.5;
    return OPTION_LINE.test(head) ? 0.6 : 0;
  },
  read: (catalog, text) => {
    const all = readCommands(catalog, text);
    const meant = all.filter(({ startsVm }) => startsVm);
    const read = meant.length > 0 ? meant : all;
    return {
      vms: read.map(({ config }) => config),
      issues:
        read.length === 0
          ? [{ rule: "no-command", message: "No QEMU command line was found here.", offset: 0, length: 0 }]
          : read.flatMap(({ issues }) => issues),
    };
  },
  mostMended: 100_000,
  edit: editCommand,
};

/** A model and flags without any space, e.g. `host,hv_relaxed,-vmx`. */
const CPU_VALUE = /^\s*["']?[\w.][\w.+-]*(?:,[^\s,<>{}]*)+["']?\s*$/;

export const qemuCpu: ConfigCodec = {
  kind: "qemu-cpu",
  title: "value of -cpu",
  fits: (head) => (CPU_VALUE.test(head) ? 0.5 : 0),
  read: (catalog, text) => {
    const [word] = scanStatement(text, text.search(/\S|$/)).words;
    if (!word) return { vms: [], issues: [] };
    const { model, overrides } = parseCpu(word.text);
    return {
      vms: [
        {
          vm: { machine: "", cpu: model, overrides, accel: "kvm" },
          mentions: cpuMentions(catalog, word),
          tellsAccel: false,
          isWhole: false,
          timers: {},
          addedByTool: [],
          span: { start: word.start, end: word.end },
        },
      ],
      issues: [],
    };
  },
  mostMended: 100_000,
  edit: editCpuValue,
};
