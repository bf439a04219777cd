// What <qemu:commandline> adds to libvirt's own command line: of two -cpu QEMU takes the last, of two -accel the first.
import type { ConfigVm, Mention } from "#engine/explain/config.ts";
import { readQemuWords } from "../qemu-argv.ts";
import type { DomainDraft } from "./libvirt-draft.ts";
import { mentionsOf, readStatement, timersOf } from "./qemu-command.ts";
import type { ScannedWord } from "./shell-scan.ts";
import { attributeOf, type ScannedElement } from "./xml-scan.ts";

/** A <qemu:arg>'s value as a word of a command line. */
export function wordOfArgument(element: ScannedElement): ScannedWord | undefined {
  const value = attributeOf(element, "value")?.value;
  return value && { ...value, isBroken: false };
}

const PROGRAM = "qemu-system-x86_64";

const programOf = (first: ScannedWord | undefined): ScannedWord => ({
  text: PROGRAM,
  pieces: [],
  isBroken: false,
  start: first?.start ?? 0,
  end: first?.start ?? 0,
});

/** The options of Flipbit's subject in the words. */
export const readArguments = (words: readonly ScannedWord[]): ReturnType<typeof readStatement> =>
  readStatement({ start: 0, end: 0, words: [programOf(words[0]), ...words] });

const REPLACED = "The -cpu in <qemu:commandline> takes the place of libvirt's own, so nothing of this reaches QEMU.";
const SECOND_ACCEL = "libvirt writes an -accel of its own, and QEMU takes the first one.";

/** Adds what the arguments say to what the elements said. */
export function addArguments(
  draft: DomainDraft,
  given: readonly ScannedWord[],
): Pick<ConfigVm["vm"], "overrides" | "cpuPm"> {
  const { options, issues } = readArguments(given);
  const effective = options.filter(({ name }) => name !== "accel" && name !== "enable-kvm");
  const words = effective.flatMap(({ option, argument }) => [option, ...(argument ? [argument] : [])]);
  const { vm } = readQemuWords([{ text: PROGRAM }, ...words]);
  for (const issue of issues) if (issue.rule !== "accel-conflict") draft.issues.push(issue);
  const has = (name: string): boolean => effective.some((option) => option.name === name);
  const isReplaced = has("cpu");
  const own = [...draft.properties].map(([property, value]) => ({ property, form: "value" as const, value }));
  if (isReplaced) replaceCpu(draft, vm.cpu);
  if (vm.machine !== "") draft.machine = vm.machine;
  if (vm.irqchip !== undefined) draft.irqchip = vm.irqchip;
  if (vm.vcpus !== undefined) {
    draft.vcpus = vm.vcpus;
    draft.topology = vm.topology;
  }
  for (const row of vm.globals ?? []) draft.globals.push(row);
  Object.assign(draft.timers, timersOf(effective));
  for (const mention of mentionsOf(draft.catalog, options))
    draft.located.push({ mention: withAccelNote(mention), place: { kind: "argument" } });
  return { overrides: isReplaced ? vm.overrides : own, ...(vm.cpuPm === true && { cpuPm: true }) };
}

const withAccelNote = (mention: Mention): Mention =>
  mention.kind === "accel" ? { ...mention, note: SECOND_ACCEL } : mention;

function replaceCpu(draft: DomainDraft, model: string): void {
  draft.cpu = model;
  draft.cpuMode = undefined;
  draft.located.forEach(({ mention, place }, index) => {
    if (mention.kind === "cpu" || mention.kind === "property")
      draft.located[index] = { mention: { ...mention, note: REPLACED }, place };
  });
}
