// Proxmox VE's settings wherever people have them from: the lines of `qm config` and of its files, with snapshots, and `qm set` commands.
import type { Span } from "#base/text-edit.ts";
import { scanStatement, sourceSpan, type ScannedWord } from "./shell-scan.ts";

export interface ProxmoxSetting {
  readonly key: string;
  readonly value: string;
  /** Where a stretch of the value stands in the text. */
  readonly at: (from: number, to: number) => Span;
  /** `word`: of a shell; `quoted`: with quotes around it; else the rest of a line. */
  readonly form: "line" | "word" | "quoted";
}

export interface ProxmoxMachine {
  readonly kind: "lines" | "command";
  /** A snapshot's name, or the number of the machine. */
  readonly name?: string;
  /** In the order of the text; of a key that is there twice the last one counts. */
  readonly settings: readonly ProxmoxSetting[];
  readonly span: Span;
  /** True for `qm create`, which tells all of a machine. */
  readonly isCreate: boolean;
}

/** Where the commands of a text begin. */
const COMMAND = /(?<=^|[\s#$>`(])qm[ \t]+(?:set|create)[ \t]+\d+(?=\s)/gm;
const LINE = /^([a-z][\w-]*):[ \t]*(.*)$/;
const SECTION = /^\[([^\]\n]{1,200})\]/;
/** Sections that are no state of a machine. */
const NO_MACHINE = /^special:|^PENDING$/i;

/** The machines of a text: those that commands change, else those of the lines. */
export function proxmoxMachines(text: string): readonly ProxmoxMachine[] {
  const starts = [...text.matchAll(COMMAND)];
  return starts.length > 0 ? commandMachines(text, starts) : lineMachines(text);
}

/** All commands for one number are about one machine. */
function commandMachines(text: string, starts: readonly RegExpExecArray[]): readonly ProxmoxMachine[] {
  interface Draft extends Omit<ProxmoxMachine, "settings" | "span" | "isCreate"> {
    readonly settings: ProxmoxSetting[];
    readonly start: number;
    end: number;
    isCreate: boolean;
  }
  const drafts = new Map<string, Draft>();
  for (const { index } of starts) {
    const { words, start, end } = scanStatement(text, index);
    const [, verb, id] = words;
    const name = id?.text ?? "";
    const draft = drafts.get(name) ?? { kind: "command", name, settings: [], start, end, isCreate: false };
    for (const setting of optionsOf(text, words.slice(3))) draft.settings.push(setting);
    draft.end = end;
    draft.isCreate ||= verb?.text === "create";
    drafts.set(name, draft);
  }
  return [...drafts.values()].map(({ start, end, ...rest }) => ({ ...rest, span: { start, end } }));
}

const OPTION = /^--?([a-z][\w-]*)(?:=|$)/;

function optionsOf(text: string, words: readonly ScannedWord[]): readonly ProxmoxSetting[] {
  const settings: ProxmoxSetting[] = [];
  for (let index = 0; index < words.length; index += 1) {
    const word = words[index];
    const option = word && OPTION.exec(word.text);
    if (!word || !option?.[1]) continue;
    const isJoined = option[0].endsWith("=");
    const next = isJoined ? word : words[index + 1];
    if (!isJoined) index += 1;
    if (next) settings.push(wordSetting(text, option[1], next, isJoined ? option[0].length : 0));
  }
  return settings;
}

function wordSetting(text: string, key: string, word: ScannedWord, from: number): ProxmoxSetting {
  const first = sourceSpan(word, from, from).start;
  return {
    key,
    value: word.text.slice(from),
    at: (start, end) => sourceSpan(word, from + start, from + end),
    form: /["']/.test(text[first - 1] ?? "") || /["']/.test(text[word.start] ?? "") ? "quoted" : "word",
  };
}

function lineMachines(text: string): readonly ProxmoxMachine[] {
  const machines: ProxmoxMachine[] = [];
  let settings: ProxmoxSetting[] = [];
  let name: string | undefined;
  let isMachine = true;
  const finish = (): void => {
    const [first, last] = [settings[0], settings.at(-1)];
    if (!first || !last || !isMachine) return;
    const span = {
      start: lineStart(text, first.at(0, 0).start),
      end: last.at(last.value.length, last.value.length).end,
    };
    machines.push({ kind: "lines", ...(name !== undefined && { name }), settings, span, isCreate: false });
  };
  for (let start = 0; start < text.length;) {
    const newline = text.indexOf("\n", start);
    const end = newline < 0 ? text.length : newline;
    const line = text.slice(start, end);
    const section = SECTION.exec(line);
    if (section?.[1] !== undefined) {
      finish();
      settings = [];
      name = section[1];
      isMachine = !NO_MACHINE.test(name);
    } else {
      const setting = lineSetting(line, start);
      if (setting) settings.push(setting);
    }
    start = end + 1;
  }
  finish();
  return machines;
}

function lineSetting(line: string, start: number): ProxmoxSetting | undefined {
  const [, key, rest] = LINE.exec(line.trimEnd()) ?? [];
  if (key === undefined || rest === undefined) return undefined;
  const from = start + line.trimEnd().length - rest.length;
  return { key, value: rest, at: (a, b) => ({ start: from + a, end: from + b }), form: "line" };
}

const lineStart = (text: string, at: number): number => (at === 0 ? 0 : text.lastIndexOf("\n", at - 1) + 1);

/** The setting that counts. */
export const settingOf = ({ settings }: ProxmoxMachine, key: string): ProxmoxSetting | undefined =>
  settings.findLast((setting) => setting.key === key);
