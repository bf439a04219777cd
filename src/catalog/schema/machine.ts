// Machine types: one file a board, its versions oldest first, with life cycle and the compat properties each adds.
import * as v from "valibot";
import { evidenceList, id, text, versionNumber } from "./common.ts";

/** One compat property: `driver` is a QOM type name or pattern, `qemu` the releases whose array holds it. */
const compatProperty = v.strictObject({
  driver: text,
  property: text,
  value: v.string(),
  since: v.optional(versionNumber),
  until: v.optional(versionNumber),
});

const machineVersion = v.strictObject({
  /** The full machine type name, e.g. `pc-q35-7.2`. */
  name: text,
  /** Absent for boards without versions. */
  version: v.optional(versionNumber),
  introduced: v.nullable(versionNumber),
  deprecated: v.nullable(versionNumber),
  removed: v.nullable(versionNumber),
  /** Properties that this version adds; each type also takes those of all newer versions of its board. */
  compat: v.array(compatProperty),
  /** Rows of QEMU's default table that this version and all older ones of its board leave alone. */
  keepsDefault: v.optional(v.array(text)),
  /** CPU properties that downstream switches on by default for this type. */
  turnsOn: v.optional(v.array(text)),
  /** The upstream version it is built on, for downstream types. */
  base: v.optional(versionNumber),
  irqchip: v.optional(v.picklist(["on", "split"])),
  notes: v.optional(v.array(text)),
  evidence: evidenceList,
});

export const machineBoard = v.strictObject({
  board: id,
  title: text,
  /** The unversioned name, e.g. `q35`; null without one. */
  alias: v.nullable(text),
  /** True for the board QEMU takes when no -machine is given. */
  isDefault: v.boolean(),
  /** Set for types that only one distribution's QEMU has. */
  downstream: v.optional(text),
  /** Interrupt controller without a kernel-irqchip option. */
  irqchip: v.picklist(["on", "split"]),
  /** Version that an unversioned CPU model name takes from QEMU 4.1 on: a number, the newest, or the bare definition. */
  cpuVersion: v.picklist(["1", "latest", "none"]),
  /**
   * The first type version on which `-smp N` means N cores of one socket; before it means N sockets. For a board without versions,
   * the first QEMU release. Absent where nobody has recorded it.
   */
  coresFrom: v.optional(versionNumber),
  /** CPU models this board is meant for; QEMU warns about any other from the release of its message on. */
  meantFor: v.optional(v.array(text)),
  versions: v.array(machineVersion),
  evidence: evidenceList,
});
export type MachineBoard = v.InferOutput<typeof machineBoard>;
export type MachineVersion = MachineBoard["versions"][number];
