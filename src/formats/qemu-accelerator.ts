// Decides which accelerator a command line means, and with which of its options: -accel, -machine accel= and -enable-kvm compete.
import { parseU32 } from "#base/u32.ts";
import type { Accel, IrqchipMode } from "#engine/selection.ts";
import { addIssue, type Draft, type Given } from "./qemu-argv-draft.ts";

export interface Accelerator {
  readonly accel: Accel;
  readonly irqchip?: IrqchipMode;
  readonly xenVersion?: number;
  /** What stood behind -accel, beside a Xen version: QEMU repeats it in the messages about that. */
  readonly accelText?: string;
}

/**
 * The accelerator of a draft. Of several -accel QEMU takes the first that works, of several -machine accel= the last (7.2.22 was
 * run for both); it refuses -accel beside the other two.
 */
export function readAccelerator(draft: Draft): Accelerator {
  const [first] = draft.accels;
  const ofMachine = draft.machine.get("accel");
  if (ofMachine && first) {
    addIssue(
      draft,
      "accel-conflict",
      first.word,
      "-accel",
      'The -accel and "-machine accel=" options are incompatible',
    );
  }
  const option = (key: string): Given | undefined => {
    const found = first?.options.findLast((row) => row.key === key);
    return found && first ? { value: found.value ?? "on", word: first.word } : undefined;
  };
  const accel = readAccel(draft, option("accel") ?? ofMachine);
  const irqchip = readIrqchip(draft, option("kernel-irqchip") ?? draft.machine.get("kernel-irqchip"));
  const xenVersion = readXenVersion(draft, option("xen-version"));
  const xen = xenVersion !== undefined && first ? { xenVersion, accelText: first.word.text } : {};
  return { accel, ...(irqchip && { irqchip }), ...xen };
}

/** The first known accelerator of a list such as `kvm:tcg`; QEMU skips those it does not know. */
function readAccel(draft: Draft, given: Given | undefined): Accel {
  if (given === undefined) return draft.defaultAccel;
  const known = given.value.split(":").find((name): name is Accel => name === "kvm" || name === "tcg");
  if (known) return known;
  const text = `invalid accelerator '${given.value}'; Flipbit knows kvm and tcg`;
  addIssue(draft, "accelerator", given.word, "accel", `names an ${text}`);
  return draft.defaultAccel;
}

function readIrqchip(draft: Draft, given: Given | undefined): IrqchipMode | undefined {
  if (given === undefined) return undefined;
  const { value, word } = given;
  if (value === "on" || value === "off" || value === "split") return value;
  addIssue(
    draft,
    "kernel-irqchip",
    word,
    "kernel-irqchip",
    `does not accept the value '${value}', only on, off and split`,
  );
  return undefined;
}

function readXenVersion(draft: Draft, given: Given | undefined): number | undefined {
  if (given === undefined) return undefined;
  const number = parseU32(given.value);
  if (number === undefined) {
    const text = `expects a number such as 0x4000a, not '${given.value}'`;
    addIssue(draft, "not-a-number", given.word, "xen-version", text);
  }
  return number;
}
