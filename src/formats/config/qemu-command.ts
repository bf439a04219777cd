// Finds QEMU command lines in a text and says of each what it sets and where.
import type { Issue } from "#base/result.ts";
import type { Span } from "#base/text-edit.ts";
import type { Catalog } from "#catalog/open.ts";
import type { ConfigVm, Mention } from "#engine/explain/config.ts";
import { nameOf } from "#engine/explain/context.ts";
import type { Override } from "#engine/selection.ts";
import type { ReadOption } from "../qemu-argv-draft.ts";
import { readQemuWords } from "../qemu-argv.ts";
import { parseCpu, parseGlobal, parseSuboptions } from "../qemu-options.ts";
import type { ShellWord } from "../shell-words.ts";
import { scanStatement, sourceSpan, type ScannedWord, type Statement } from "./shell-scan.ts";

/** A word as both readers of options want it. */
export interface CommandWord extends ShellWord {
  readonly scanned: ScannedWord;
}

const PROGRAM =
  /(?:(?<=^|[\s/'"`(=])(?:qemu-system-\w+|qemu-kvm)|kvm(?<=(?:\/|^[ \t]*(?:[$#][ \t]+)?(?:sudo[ \t]+)?)kvm))(?:\.exe)?(?=["']?(?:\s|\\\r?\n))/gm;
/** An option that only QEMU has, where no program is named. */
const OPTION = /(?<=^|\s)-(?:cpu|machine|M|accel|enable-kvm|global|overcommit)(?=\s)/;

/** Where the command lines of a text begin; one that names no program is a part of one. */
export function commandStarts(text: string): readonly { readonly start: number; readonly hasProgram: boolean }[] {
  const starts = [...text.matchAll(PROGRAM)].map(({ index }) => ({ start: index, hasProgram: true }));
  if (starts.length > 0) return starts;
  const found = OPTION.exec(text);
  return found ? [{ start: found.index, hasProgram: false }] : [];
}

const wordOf = (scanned: ScannedWord): CommandWord => ({
  text: scanned.text,
  offset: scanned.start,
  length: scanned.end - scanned.start,
  scanned,
});

export interface CommandOption extends ReadOption {
  readonly argument?: CommandWord;
}

/** The options of Flipbit's subject in a statement. */
export const readStatement = (
  statement: Statement,
): { readonly vm: ConfigVm["vm"]; readonly issues: readonly Issue[]; readonly options: readonly CommandOption[] } => {
  const { vm, issues, options } = readQemuWords(statement.words.map(wordOf));
  return { vm, issues, options: options as readonly CommandOption[] };
};

/** A shell variable or a command's output: what it holds nobody can tell from here. */
const VARIABLE = /\$(?:\w|\{|\()|`/;
const isVariable = (text: string): boolean => VARIABLE.test(text);

/** A program's name alone is prose or a variable; these only make it talk. */
const IDLE = /^--?(?:version|help|h)$/;

export interface ReadCommand {
  readonly config: ConfigVm;
  readonly issues: readonly Issue[];
  /** False for a bare name, and where it is only asked for its version. */
  readonly startsVm: boolean;
}

/** Reads the command line that begins at an offset. */
export function readCommand(
  catalog: Catalog,
  text: string,
  { start, hasProgram }: { readonly start: number; readonly hasProgram: boolean },
): ReadCommand {
  const statement = scanStatement(text, start);
  const { vm, issues, options } = readStatement(statement);
  const broken = statement.words.find((word) => word.isBroken);
  // What a variable holds may well be what QEMU wants.
  const known = issues.filter(
    ({ offset = 0, length = 0 }) => length === 0 || !isVariable(text.slice(offset, offset + length)),
  );
  const mentions = mentionsOf(catalog, options);
  const tellsAccel = hasProgram || mentions.some(({ kind }) => kind === "accel");
  return {
    startsVm: !hasProgram || !IDLE.test(statement.words[1]?.text ?? "--version"),
    config: {
      vm: {
        ...vm,
        machine: isVariable(vm.machine) ? "" : vm.machine,
        cpu: isVariable(vm.cpu) ? "" : vm.cpu,
        overrides: vm.overrides.filter(({ property, value }) => !isVariable(property) && !isVariable(value)),
        ...(tellsAccel ? {} : { accel: "kvm" as const }),
      },
      mentions,
      tellsAccel,
      isWhole: hasProgram,
      timers: timersOf(options),
      addedByTool: [],
      span: { start: statement.start, end: statement.end },
    },
    // Around a part there is prose, and that has apostrophes.
    issues:
      broken && hasProgram
        ? [
            ...known,
            {
              rule: "unfinished-quote",
              message: "A quote in this command line has no partner.",
              offset: broken.start,
              length: broken.end - broken.start,
            },
          ]
        : known,
  };
}

/** `-machine hpet=off` and, up to QEMU 8.2, `-no-hpet` switch the HPET. */
export function timersOf(options: readonly CommandOption[]): Readonly<Record<string, boolean>> {
  const hpet = options
    .filter(({ name }) => name === "machine")
    .flatMap(({ argument }) => parseSuboptions(argument?.text ?? "", "type"))
    .findLast(({ key }) => key === "hpet");
  if (options.some(({ name }) => name === "no-hpet")) return { hpet: false };
  return hpet?.value === undefined ? {} : { hpet: /^(?:on|yes|true|y)$/.test(hpet.value) };
}

export function mentionsOf(catalog: Catalog, options: readonly CommandOption[]): readonly Mention[] {
  const lastCpu = options.findLast(({ name }) => name === "cpu");
  return options.flatMap((option): readonly Mention[] => {
    const { name, argument } = option;
    const { offset = 0, length = 0 } = option.option;
    const span = { start: offset, end: offset + length };
    if (name === "enable-kvm") return [{ kind: "accel", name: "accel", written: "-enable-kvm", value: "kvm", span }];
    if (name === "no-hpet") return [{ kind: "timer", name: "hpet", written: "-no-hpet", value: "off", span }];
    if (argument === undefined) return [];
    if (name === "cpu") return option === lastCpu ? cpuMentions(catalog, argument.scanned) : [];
    if (name === "global") return globalMentions(catalog, argument.scanned);
    return suboptionMentions(name, argument.scanned);
  });
}

/** A stretch of a word between two commas. */
export interface Item extends Span {
  readonly text: string;
}

/** The items of a list in a word, with their places in the word's own text. */
export function itemsOf(text: string): readonly Item[] {
  const items: Item[] = [];
  let start = 0;
  for (let comma = text.indexOf(","); comma >= 0; comma = text.indexOf(",", start)) {
    items.push({ text: text.slice(start, comma), start, end: comma });
    start = comma + 1;
  }
  items.push({ text: text.slice(start), start, end: text.length });
  return items;
}

/** What -cpu's value says, item by item. */
export function cpuMentions(catalog: Catalog, word: ScannedWord): readonly Mention[] {
  const [model, ...flags] = itemsOf(word.text);
  const at = (item: Span): Span => sourceSpan(word, item.start, item.end);
  const cpu: Mention[] =
    model === undefined || model.text === ""
      ? []
      : [
          {
            kind: "cpu",
            name: "cpu",
            written: model.text,
            value: model.text,
            span: at(model),
            ...variableNote(model.text),
          },
        ];
  const ofFlags = flags.flatMap((item): Mention[] => {
    const [override] = parseCpu(`,${item.text}`).overrides;
    return override ? [propertyMention(catalog, override, at(item))] : [];
  });
  return [...cpu, ...ofFlags];
}

const variableNote = (text: string): { readonly note?: string } =>
  isVariable(text) ? { note: "The shell fills this in: what it will be cannot be told from here." } : {};

function propertyMention(catalog: Catalog, { property, form, value }: Override, span: Span): Mention {
  return {
    kind: "property",
    name: nameOf(catalog, property),
    written: property,
    value,
    form,
    span,
    ...variableNote(`${property}${value}`),
  };
}

function globalMentions(catalog: Catalog, word: ScannedWord): readonly Mention[] {
  const read = parseGlobal(word.text);
  const span = { start: word.start, end: word.end };
  if (!read) return [];
  const isCpu = read.driver.endsWith("x86_64-cpu") || read.driver.endsWith("i386-cpu");
  const { property, value } = read;
  return [
    {
      kind: "global",
      name: isCpu ? nameOf(catalog, property) : property,
      written: `${read.driver}.${property}`,
      value,
      span,
    },
  ];
}

const KINDS: Readonly<Record<string, Mention["kind"]>> = {
  type: "machine",
  accel: "accel",
  "kernel-irqchip": "kernel-irqchip",
  "xen-version": "xen-version",
  cpus: "smp",
  "cpu-pm": "cpu-pm",
  hpet: "timer",
};

const IMPLIED: Readonly<Record<string, string>> = { machine: "type", accel: "accel", smp: "cpus", overcommit: "" };

function suboptionMentions(option: string, word: ScannedWord): readonly Mention[] {
  const implied = IMPLIED[option] ?? "";
  return itemsOf(word.text).flatMap((item, index): Mention[] => {
    if (item.text === "") return [];
    const equals = item.text.indexOf("=");
    const key = equals < 0 ? (index === 0 ? implied : item.text) : item.text.slice(0, equals).replaceAll("_", "-");
    const value = equals < 0 ? (index === 0 ? item.text : "on") : item.text.slice(equals + 1);
    const kind = Object.hasOwn(KINDS, key) ? KINDS[key] : undefined;
    if (kind === undefined) return [];
    const span = sourceSpan(word, item.start, item.end);
    const name = kind === "timer" ? key : kind;
    return [{ kind, name, written: equals < 0 ? value : key, value, span, ...variableNote(value) }];
  });
}
