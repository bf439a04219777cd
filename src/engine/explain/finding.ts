// A finding: a true statement about a pasted configuration, as data. Words are in finding-words.ts.
import type { Span } from "#base/text-edit.ts";
import type { FactRef, Severity } from "../resolved.ts";
import type { SayId } from "./finding-words.ts";
import type { RuleId } from "./rule-ids.ts";

/** What a fix does, in QEMU's terms; each format turns it into edits of its own text. */
export type Change =
  /** Gives a CPU property a value where it stands, or adds it: in front of the property `before`, else at the end. */
  | { readonly op: "set-property"; readonly property: string; readonly value: string; readonly before?: string }
  /** Takes every mention of a CPU property away. */
  | { readonly op: "remove-property"; readonly property: string }
  /** Takes one mention away: an index into the VM's mentions. */
  | { readonly op: "remove-mention"; readonly mention: number }
  /** Writes a mention's name otherwise; sign and value stay. */
  | { readonly op: "rename"; readonly mention: number; readonly to: string }
  /** `host-model` and `host-passthrough` are libvirt's modes. */
  | { readonly op: "set-cpu"; readonly model: string }
  | { readonly op: "set-machine"; readonly machine: string }
  | { readonly op: "set-option"; readonly option: "accel" | "kernel-irqchip"; readonly value: string }
  | { readonly op: "set-timer"; readonly timer: string; readonly present: boolean };

export interface Fix {
  /** What it does, as a short imperative, e.g. `Add hv-vpindex`. */
  readonly title: string;
  /** True when it takes nothing away that works here, so that all such fixes may be made together. */
  readonly isSafe: boolean;
  readonly changes: readonly Change[];
}

export interface Finding {
  readonly rule: RuleId;
  readonly severity: Severity;
  /** What it is about: a property, `model`, `kvm=off`, ... */
  readonly subject: string;
  /** Which sentence of the rule, filled from `args`. */
  readonly say: SayId;
  readonly args: Readonly<Record<string, string>>;
  /** Where; unset where it is about something that is not there. */
  readonly span?: Span | undefined;
  readonly facts: readonly FactRef[];
  /** The recommended one first. */
  readonly fixes: readonly Fix[];
}
