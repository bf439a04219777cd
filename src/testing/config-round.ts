// For tests of formats that are read: what any text and any change must leave true.
import { applyEdits, type TextEdit } from "#base/text-edit.ts";
import type { ConfigVm, Mention } from "#engine/explain/config.ts";
import type { Change } from "#engine/explain/finding.ts";

/** What a reader yields, as far as places go. */
export interface ReadPlaces {
  readonly vms: readonly ConfigVm[];
  readonly issues: readonly { readonly offset?: number; readonly length?: number }[];
}

/** Places that lie outside the text or end before they begin. */
export function strayPlaces(text: string, { vms, issues }: ReadPlaces): readonly unknown[] {
  const isStray = ({ start, end }: { start: number; end: number }): boolean =>
    !(start >= 0 && start <= end && end <= text.length);
  return [
    ...vms.flatMap(({ span, mentions }) => [span, ...mentions.map((mention) => mention.span)].filter(isStray)),
    ...issues.map(({ offset = 0, length = 0 }) => ({ start: offset, end: offset + length })).filter(isStray),
  ];
}

/** Edits outside the text. */
export const strayEdits = (text: string, edits: readonly TextEdit[]): readonly TextEdit[] =>
  edits.filter(({ start, end }) => !(start >= 0 && start <= end && end <= text.length));

/** The text after a change, and undefined where it cannot be said. */
export const changed = (text: string, edits: readonly TextEdit[] | undefined): string | undefined =>
  edits && applyEdits(text, edits);

/** Every kind of change, for a VM with some mentions. */
export function someChanges(vm: ConfigVm): readonly Change[] {
  const properties = [
    "hv-relaxed",
    "hv-time",
    "hv-stimer",
    "hv-stimer-direct",
    "hv-evmcs",
    "hv-tlbflush",
    "kvm",
    "kvm-pv-unhalt",
    "pcid",
    "nosuch",
  ];
  return [
    ...properties.flatMap((property): Change[] => [
      { op: "set-property", property, value: "on", before: "hv-vapic" },
      { op: "set-property", property, value: "off" },
      { op: "remove-property", property },
    ]),
    { op: "set-property", property: "hv-spinlocks", value: "0x1fff" },
    { op: "set-property", property: "hv-vendor-id", value: "KVMKVMKVM" },
    { op: "remove-property", property: "hv-spinlocks" },
    { op: "set-cpu", model: "EPYC" },
    { op: "set-cpu", model: "host-passthrough" },
    { op: "set-cpu", model: "host-model" },
    { op: "set-machine", machine: "pc-q35-9.2" },
    { op: "set-option", option: "accel", value: "kvm" },
    { op: "set-option", option: "kernel-irqchip", value: "split" },
    { op: "set-timer", timer: "hpet", present: false },
    { op: "set-timer", timer: "hpet", present: true },
    ...vm.mentions.flatMap((_, mention): Change[] => [
      { op: "remove-mention", mention },
      { op: "rename", mention, to: "hv-vpindex" },
    ]),
  ];
}

/** Words and numbers in one spelling each: formats write numbers as they like. */
export const plainValue = (value: string): string =>
  /^0x[0-9a-f]+$/i.test(value)
    ? String(Number(value))
    : value.replace(/^(?:yes|true|y)$/, "on").replace(/^(?:no|false|n)$/, "off");

/** What mentions do not say although a change was to make them say so; undefined where all is well. */
export function missedBy(change: Change, mentions: readonly Mention[]): string | undefined {
  const wanted = wantedBy(change);
  if (!wanted) return undefined;
  const found = mentions.findLast(({ name }) => name === wanted.name)?.value;
  const plain = found === undefined ? undefined : plainValue(found);
  return plain === wanted.value
    ? undefined
    : `${wanted.name} is ${plain ?? "not there"}, not ${wanted.value ?? "gone"}`;
}

function wantedBy(change: Change): { readonly name: string; readonly value: string | undefined } | undefined {
  switch (change.op) {
    case "set-property":
      return { name: change.property, value: plainValue(change.value) };
    case "remove-property":
      return { name: change.property, value: undefined };
    case "set-timer":
      return { name: change.timer, value: change.present ? "on" : "off" };
    case "set-cpu":
      return { name: "cpu", value: change.model };
    case "set-machine":
      return { name: "machine", value: change.machine };
    case "set-option":
    case "remove-mention":
    case "rename":
      return undefined;
  }
}
