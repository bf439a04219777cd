// virt-install and virt-xml commands, in scripts and prompts.
import type { Issue } from "#base/result.ts";
import { MOST_MACHINES, tooManyMachines, type ConfigCodec } from "./codec.ts";
import { editVirtInstall } from "./virt-install-edit.ts";
import { readVirtInstall } from "./virt-install-read.ts";
import { virtCommands } from "./virt-install-words.ts";

export const virtInstall: ConfigCodec = {
  kind: "virt-install",
  title: "virt-install command",
  fits: (head) => {
    const commands = virtCommands(head);
    if (commands.some(({ options }) => options.length > 0)) return 0.95;
    return commands.length > 0 ? 0.4 : 0;
  },
  read: (catalog, text) => {
    const machines = readVirtInstall(catalog, text, MOST_MACHINES + 1);
    const rest = machines[MOST_MACHINES];
    return {
      vms: machines.slice(0, MOST_MACHINES).map(({ config }) => config),
      issues: [
        ...(machines.length === 0 ? [NOTHING] : machines.slice(0, MOST_MACHINES).flatMap(({ issues }) => issues)),
        ...(rest ? [tooManyMachines(rest.config.span.start)] : []),
      ],
    };
  },
  edit: editVirtInstall,
};

const NOTHING: Issue = {
  rule: "no-command",
  message: "No virt-install or virt-xml command was found here.",
  offset: 0,
  length: 0,
};
