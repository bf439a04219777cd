// Reads a QEMU command line into a selection without its host. Options outside Flipbit's subject are skipped, not judged.
// What QEMU itself would refuse to parse is an issue; what it would parse and then complain about is left to the engine.
import { fail, ok, type Issue, type Result } from "#base/result.ts";
import { TOPOLOGY, type Selection, type Topology } from "#engine/selection.ts";
import { readAccelerator } from "./qemu-accelerator.ts";
import { addIssue, newDraft, type Draft, type ReadOption } from "./qemu-argv-draft.ts";
import { parseCpu, parseGlobal, parseSuboptions } from "./qemu-options.ts";
import { splitShell, type ShellWord } from "./shell-words.ts";

/** A virtual machine as a command line describes it. */
export type QemuVm = Omit<Selection, "host">;

/** Reads an option's argument; `option` is the option as written, e.g. `-M`. */
type Reader = (draft: Draft, word: ShellWord, option: string) => void;

/** The options of Flipbit's subject; all take one argument. */
const READERS: Readonly<Record<string, Reader>> = {
  machine: readMachine,
  M: readMachine,
  accel: (draft, word) => draft.accels.push({ word, options: parseSuboptions(word.text, "accel") }),
  cpu: readCpu,
  smp: readSmp,
  overcommit: readOvercommit,
  global: readGlobal,
};

/** Options of other subjects whose argument may well begin with a dash. */
const FREE_TEXT = new Set(["append", "name", "fw_cfg", "smbios", "prom-env", "kernel", "initrd"]);

/**
 * Reads a command line: a text in shell syntax, or its arguments. A leading program name is optional. Issues name the option in
 * `where` and, for a text, its place.
 */
export function parseQemuArgv(input: string | readonly string[]): Result<QemuVm> {
  const split: Result<readonly ShellWord[]> =
    typeof input === "string" ? splitShell(input) : ok(input.map((text) => ({ text })));
  if (!split.ok) return split;
  if (split.value.length === 0)
    return fail({ rule: "empty", message: "There is no command line here.", offset: 0, length: 0 });
  const { vm, issues } = readQemuWords(split.value);
  return issues.length > 0 ? fail(...issues) : ok(vm);
}

export interface ReadWords {
  readonly vm: QemuVm;
  readonly issues: readonly Issue[];
  readonly options: readonly ReadOption[];
}

/** Reads words into a VM, however much of them QEMU would refuse: the issues say what, the options where each thing stood. */
export function readQemuWords(words: readonly ShellWord[]): ReadWords {
  const draft = newDraft();
  readWords(draft, words, readProgram(draft, words));
  const vm = finish(draft);
  return { vm, issues: draft.issues, options: draft.options };
}

const PROGRAM = /^(?:.*[\\/])?(?:qemu-system-(?<arch>\w+)|qemu-kvm|kvm)(?:\.exe)?$/;

/** The index behind the program name and whatever runs it (`sudo`, `VAR=value`, ...). */
function readProgram(draft: Draft, words: readonly ShellWord[]): number {
  if (words[0]?.text.startsWith("-") === true) return 0;
  const at = words.findIndex((word) => PROGRAM.test(word.text));
  const program = words[at];
  if (program === undefined) {
    const hasOption = words.some((word) => optionName(word.text) !== undefined);
    if (!hasOption) addIssue(draft, "not-a-command-line", words[0], "command line", "has no option and names no QEMU");
    return 1;
  }
  const arch = PROGRAM.exec(program.text)?.groups?.["arch"];
  if (arch !== undefined && arch !== "x86_64" && arch !== "i386") {
    addIssue(draft, "architecture", program, "program", `Flipbit knows x86 guests only, and this is QEMU for ${arch}.`);
  }
  // A program whose name ends in "kvm" prefers KVM (QEMU system/vl.c, configure_accelerators; 7.2.22 was run to see it).
  if (/kvm(?:\.exe)?$/.test(program.text)) draft.defaultAccel = "kvm";
  return at + 1;
}

function readWords(draft: Draft, words: readonly ShellWord[], start: number): void {
  for (let at = start; at < words.length; at += 1) {
    const word = words[at];
    const name = optionName(word?.text ?? "");
    if (word !== undefined && name !== undefined && readOption(draft, name, word, words[at + 1])) at += 1;
  }
}

const optionName = (text: string): string | undefined => /^--?([^-].*)$/.exec(text)?.[1];

const readerOf = (name: string): Reader | undefined => (Object.hasOwn(READERS, name) ? READERS[name] : undefined);

/** Reads one option; true when it took the next word as its argument. */
function readOption(draft: Draft, name: string, word: ShellWord, argument: ShellWord | undefined): boolean {
  if (name === "enable-kvm") {
    draft.machine.set("accel", { value: "kvm", word });
    draft.options.push({ name, option: word });
    return false;
  }
  if (name === "no-hpet") {
    draft.options.push({ name, option: word });
    return false;
  }
  const reader = readerOf(name);
  const [joined] = name.split("=");
  if (reader === undefined && readerOf(joined ?? "") !== undefined) {
    addIssue(
      draft,
      "joined-argument",
      word,
      `-${joined}`,
      "takes its argument as the next word, not behind an equals sign",
    );
  }
  if (reader === undefined) return FREE_TEXT.has(name) || argument?.text.startsWith("-") === false;
  if (argument === undefined) addIssue(draft, "missing-argument", word, `-${name}`, "requires an argument");
  else {
    draft.options.push({ name: name === "M" ? "machine" : name, option: word, argument });
    reader(draft, argument, word.text);
  }
  return true;
}

function readMachine(draft: Draft, word: ShellWord, option: string): void {
  for (const { key, value } of parseSuboptions(word.text, "type")) {
    if (value === undefined)
      addIssue(draft, "bare-suboption", word, "-machine", `Expected '=' after parameter '${key}'`);
    else draft.machine.set(key.replaceAll("_", "-"), { value, word });
    if (key === "type") draft.machineText = `${option} ${word.text}`;
  }
}

function readCpu(draft: Draft, word: ShellWord): void {
  const { model, overrides } = parseCpu(word.text);
  if (model === "") addIssue(draft, "missing-model", word, "-cpu", "names no CPU model");
  draft.cpu = model;
  draft.flags = overrides;
}

type Level = (typeof TOPOLOGY)[number];
const isLevel = (key: string): key is Level => TOPOLOGY.some((level) => level === key);

/** Without `cpus`, QEMU takes `maxcpus`, else multiplies the levels of the topology. */
function readSmp(draft: Draft, word: ShellWord): void {
  let cpus: number | undefined;
  const levels = new Map<Level, number>();
  for (const { key, value } of parseSuboptions(word.text, "cpus")) {
    if (key !== "cpus" && !isLevel(key)) continue;
    const count = value !== undefined && /^\d{1,6}$/.test(value) ? Number(value) : undefined;
    if (count === undefined) addIssue(draft, "not-a-number", word, "-smp", `Parameter '${key}' expects an integer`);
    else if (key === "cpus") cpus = count;
    else if (count > 0) levels.set(key, count);
  }
  const { maxcpus, ...topology } = Object.fromEntries(levels) as Topology;
  draft.vcpus = cpus ?? maxcpus ?? Object.values(topology).reduce((product, count) => product * count, 1);
  if (levels.size > 0) draft.topology = Object.fromEntries(levels);
}

function readOvercommit(draft: Draft, word: ShellWord): void {
  for (const { key, value = "on" } of parseSuboptions(word.text, "")) {
    if (key !== "cpu-pm" && !(key === "" && value === "cpu-pm")) continue;
    const isOn = key === "" || /^(?:on|yes|true|y)$/.test(value);
    if (!isOn && !/^(?:off|no|false|n)$/.test(value)) {
      addIssue(draft, "not-a-switch", word, "-overcommit", "Parameter 'cpu-pm' expects 'on' or 'off'");
    }
    draft.cpuPm = isOn;
  }
}

function readGlobal(draft: Draft, word: ShellWord): void {
  const read = parseGlobal(word.text);
  if (read) draft.globals.push(read);
  else addIssue(draft, "global", word, "-global", "expects driver.property=value, or driver=,property=,value=");
}

function finish(draft: Draft): QemuVm {
  return {
    machine: draft.machine.get("type")?.value ?? "",
    cpu: draft.cpu,
    overrides: draft.flags,
    ...readAccelerator(draft),
    ...(draft.machineText !== undefined && { machineText: draft.machineText }),
    ...(draft.cpuPm && { cpuPm: true }),
    ...(draft.globals.length > 0 && { globals: draft.globals }),
    ...(draft.vcpus !== undefined && { vcpus: draft.vcpus }),
    ...(draft.topology && { topology: draft.topology }),
  };
}
