// KubeVirt's YAML: whole objects, several of them, instance types and preferences, and parts of a domain as people paste them.
import { MOST_MACHINES, tooManyMachines, type ConfigCodec } from "./codec.ts";
import { openFields } from "./kubevirt-fields.ts";
import { editMachine, keepFields } from "./kubevirt-edit.ts";
import { kubevirtNames } from "./kubevirt-names.ts";
import { readMachine } from "./kubevirt-read.ts";
import { rootsOf } from "./kubevirt-roots.ts";
import { readYaml, spanOf } from "./yaml-tree.ts";

const OBJECT = /^[ \t{,-]*["']?apiVersion["']?\s*:\s*["']?(?:[\w-]+\.)*kubevirt\.io\//m;
const HYPERV =
  /(?:^|[\s{,])["']?(?:hyperv|synictimer|hypervPassthrough|preferred(?:Hyperv|Timer|Kvm))["']?\s*:(?:\s|$)/m;
const PART = /^[\s{,-]*["']?(?:domain|features|clock|timer|pvspinlock|dedicatedCpuPlacement)["']?\s*:(?:\s|$)/m;
/** Children of hyperv that say nothing else. */
const CHILD = /^[\s{]*["']?(?:relaxed|vapic|vpindex|synic|spinlocks|tlbflush|reenlightenment)["']?\s*:\s*(?:\{|$)/m;
/** What begins so is XML, a command or a log. */
const OTHER = /^\s*(?:<|qemu-|-\w|\d{4}-\d\d-\d\d)/;

export const kubevirt: ConfigCodec = {
  kind: "kubevirt",
  title: "KubeVirt YAML",
  fits: (head) => {
    if (OBJECT.test(head)) return 0.95;
    if (OTHER.test(head)) return 0;
    if (HYPERV.test(head)) return 0.8;
    return PART.test(head) || CHILD.test(head) ? 0.4 : 0;
  },
  read: (catalog, text) => {
    const names = kubevirtNames(catalog);
    const { roots, issues } = readYaml(text);
    const machines = roots.flatMap((top) => rootsOf(names, top));
    const rest = machines[MOST_MACHINES];
    const read = machines.slice(0, MOST_MACHINES).map((root) => {
      const fields = openFields(names, root);
      const machine = readMachine(catalog, names, text, fields);
      keepFields(machine.config, text, fields);
      return machine;
    });
    const none = {
      rule: "no-machine",
      message: "No virtual machine and no part of one was found here.",
      offset: 0,
      length: 0,
    };
    return {
      vms: read.map(({ config }) => config),
      messages: [],
      issues: [
        ...issues,
        ...read.flatMap((one) => one.issues),
        ...(rest ? [tooManyMachines(spanOf(rest.object).start)] : []),
        ...(read.length === 0 && issues.length === 0 ? [none] : []),
      ],
    };
  },
  edit: (catalog, text, vm, change) => editMachine(catalog, text, vm, [change])?.edits,
  editTogether: editMachine,
};
