// The options of virt-install and virt-xml in any text, and the items of their lists with their places.
import type { Span } from "#base/text-edit.ts";
import { itemsOf } from "./qemu-command.ts";
import { scanStatement, sourceSpan, type ScannedWord, type Statement } from "./shell-scan.ts";

/** `key=value` of a list; a bare word is a value without a key. */
export interface VirtItem extends Span {
  readonly key: string;
  readonly value: string;
  /** Where the value alone stands. */
  readonly at: Span;
}

export interface VirtOption {
  /** Its full name without dashes. */
  readonly name: string;
  /** From the option's dashes to the end of its value. */
  readonly span: Span;
  readonly value: ScannedWord;
  readonly items: readonly VirtItem[];
}

export interface VirtCommand {
  readonly program: "virt-install" | "virt-xml";
  readonly statement: Statement;
  /** What virt-xml changes. */
  readonly domain: string;
  readonly options: readonly VirtOption[];
}

const PROGRAM = /virt-(?:install|xml)(?=["']?(?:\s|\\\r?\n))/g;
/** What may stand in front of a command in its line: a prompt, another command's end, `sudo`, a variable, a folder. In prose it is none. */
const BEFORE =
  /(?:^|[;&|(`]|[$#%>]|\b(?:sudo(?:[ \t]+-\w+)*|then|do|else|time|exec|nohup|env)|\b\w+=\S*)[ \t]*(?:[^\s'"]*\/)?["']?$/;

const isCommand = (text: string, index: number): boolean => {
  const line = text.slice(Math.max(0, index - 300), index);
  return BEFORE.test(line.slice(line.lastIndexOf("\n") + 1));
};

/** Options of Flipbit's subject, and what else they are called. */
const NAMES: Readonly<Record<string, string>> = {
  name: "name",
  n: "name",
  cpu: "cpu",
  features: "features",
  feature: "features",
  clock: "clock",
  machine: "machine",
  boot: "boot",
  vcpus: "vcpus",
  vcpu: "vcpus",
  cputune: "cputune",
  "virt-type": "virt-type",
  "os-variant": "osinfo",
  osinfo: "osinfo",
  panic: "panic",
  xml: "xml",
  "qemu-commandline": "qemu-commandline",
};

/** The commands of a text, in order. */
export function virtCommands(text: string): readonly VirtCommand[] {
  const commands: VirtCommand[] = [];
  for (const { index, 0: program } of text.matchAll(PROGRAM)) {
    if (index < (commands.at(-1)?.statement.end ?? 0) || !isCommand(text, index)) continue;
    const statement = scanStatement(text, index);
    const [, second] = statement.words;
    commands.push({
      program: program === "virt-xml" ? "virt-xml" : "virt-install",
      statement,
      domain: second?.text.startsWith("-") === false ? second.text : "",
      options: optionsOf(statement.words),
    });
  }
  const telling = commands.filter(({ options }) => options.length > 0);
  return telling.length > 0 ? telling : commands;
}

const OPTION = /^--?([a-z][\w-]*)(=?)/;

function optionsOf(words: readonly ScannedWord[]): readonly VirtOption[] {
  const options: VirtOption[] = [];
  words.forEach((word, index) => {
    const [flag, written = "", equals] = OPTION.exec(word.text) ?? [];
    const name = Object.hasOwn(NAMES, written) ? NAMES[written] : undefined;
    if (flag === undefined || name === undefined) return;
    const next = words[index + 1];
    if (equals === "=") options.push(optionFrom(name, word, partOf(word, flag.length)));
    // The argument of an option never begins with a dash: those are joined by an equals sign.
    else if (word.text === flag && next && !next.text.startsWith("-")) options.push(optionFrom(name, word, next));
  });
  return options;
}

/** The rest of a word, with its places. */
function partOf(word: ScannedWord, from: number): ScannedWord {
  const text = word.text.slice(from);
  const { start, end } = sourceSpan(word, from, word.text.length);
  const pieces = word.pieces.flatMap(({ at, source }, index) => {
    const next = word.pieces[index + 1]?.at ?? word.text.length;
    if (next <= from) return [];
    return [{ at: Math.max(at - from, 0), source: source + Math.max(from - at, 0) }];
  });
  return { text, pieces, isBroken: word.isBroken, start, end: Math.max(start, end) };
}

const optionFrom = (name: string, first: ScannedWord, value: ScannedWord): VirtOption => ({
  name,
  span: { start: first.start, end: Math.max(first.end, value.end) },
  value,
  items: itemsOf(value.text).flatMap((item) => {
    if (item.text === "") return [];
    const equals = item.text.indexOf("=");
    const from = equals < 0 ? item.start : item.start + equals + 1;
    return [
      {
        ...sourceSpan(value, item.start, item.end),
        key: equals < 0 ? "" : item.text.slice(0, equals),
        value: equals < 0 ? item.text : item.text.slice(equals + 1),
        at: sourceSpan(value, from, item.end),
      },
    ];
  }),
});

/** The words in a quoted value, as virt-install splits them for QEMU. */
export function innerWords(value: ScannedWord): readonly ScannedWord[] {
  const from = value.text.startsWith("args=") ? "args=".length : 0;
  return scanStatement(value.text, from).words.map((word) => ({
    ...word,
    ...sourceSpan(value, word.start, word.end),
    pieces: word.pieces.map(({ at, source }) => ({ at, source: sourceSpan(value, source, source + 1).start })),
  }));
}
