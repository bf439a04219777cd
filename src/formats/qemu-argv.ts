// Reads a QEMU command line into a selection without its host. Options outside Flipbit's subject are skipped, not judged.
// What QEMU itself would refuse to parse is an issue; what it would parse and then complain about is left to the engine.
import { parseU32 } from "#base/u32.ts";
import { fail, ok, type Issue, type Result } from "#base/result.ts";
import type { Accel, GlobalProperty, IrqchipMode, Override, Selection } from "#engine/selection.ts";
import { parseCpu, parseGlobal, parseSuboptions, type Suboption } from "./qemu-options.ts";
import { splitShell, type ShellWord } from "./shell-words.ts";

/** A virtual machine as a command line describes it. */
export type QemuVm = Omit<Selection, "host">;

interface AccelOption {
  readonly word: ShellWord;
  readonly options: readonly Suboption[];
}

/** What was read so far. */
interface Draft {
  readonly issues: Issue[];
  readonly machine: Map<string, { readonly value: string; readonly word: ShellWord }>;
  readonly accels: AccelOption[];
  readonly globals: GlobalProperty[];
  defaultAccel: Accel;
  cpu: string;
  flags: readonly Override[];
  vcpus: number | undefined;
  cpuPm: boolean;
}

type Reader = (draft: Draft, word: ShellWord) => void;

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
  const words = split.value;
  if (words.length === 0) return fail({ rule: "empty", message: "There is no command line here.", offset: 0, length: 0 });

  const draft: Draft = {
    issues: [],
    machine: new Map(),
    accels: [],
    globals: [],
    defaultAccel: "tcg",
    cpu: "",
    flags: [],
    vcpus: undefined,
    cpuPm: false,
  };
  readWords(draft, words, readProgram(draft, words));
  const vm = finish(draft);
  return draft.issues.length > 0 ? fail(...draft.issues) : ok(vm);
}

const PROGRAM = /^(?:.*[\\/])?(?:qemu-system-(?<arch>\w+)|qemu-kvm|kvm)(?:\.exe)?$/;

/** The index behind the program name and whatever runs it (`sudo`, `VAR=value`, ...). */
function readProgram(draft: Draft, words: readonly ShellWord[]): number {
  if (words[0]?.text.startsWith("-") === true) return 0;
  const at = words.findIndex((word) => PROGRAM.test(word.text));
  const program = words[at];
  if (program === undefined) return 1;
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
    const name = word === undefined ? undefined : /^--?([^-].*)$/.exec(word.text)?.[1];
    if (word === undefined || name === undefined) continue;
    if (name === "enable-kvm") {
      draft.machine.set("accel", { value: "kvm", word });
      continue;
    }
    const argument = words[at + 1];
    const reader = Object.hasOwn(READERS, name) ? READERS[name] : undefined;
    if (reader !== undefined) {
      if (argument === undefined) addIssue(draft, "missing-argument", word, `-${name}`, "requires an argument");
      else reader(draft, argument);
      at += 1;
    } else if (FREE_TEXT.has(name) || argument?.text.startsWith("-") === false) at += 1;
  }
}

function readMachine(draft: Draft, word: ShellWord): void {
  for (const { key, value } of parseSuboptions(word.text, "type")) {
    if (value === undefined) addIssue(draft, "bare-suboption", word, "-machine", `Expected '=' after parameter '${key}'`);
    else draft.machine.set(key.replaceAll("_", "-"), { value, word });
  }
}

function readCpu(draft: Draft, word: ShellWord): void {
  const { model, overrides } = parseCpu(word.text);
  if (model === "") addIssue(draft, "missing-model", word, "-cpu", "names no CPU model");
  draft.cpu = model;
  draft.flags = overrides;
}

const TOPOLOGY = new Set(["drawers", "books", "sockets", "dies", "clusters", "modules", "cores", "threads"]);

/** Without `cpus`, QEMU multiplies the levels of the topology. */
function readSmp(draft: Draft, word: ShellWord): void {
  let cpus: number | undefined;
  let product = 1;
  for (const { key, value } of parseSuboptions(word.text, "cpus")) {
    if (key !== "cpus" && !TOPOLOGY.has(key)) continue;
    const count = value !== undefined && /^\d{1,6}$/.test(value) ? Number(value) : undefined;
    if (count === undefined) addIssue(draft, "not-a-number", word, "-smp", `Parameter '${key}' expects an integer`);
    else if (key === "cpus") cpus = count;
    else product *= Math.max(count, 1);
  }
  draft.vcpus = cpus ?? product;
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
  const machineAccel = draft.machine.get("accel");
  const [firstAccel] = draft.accels;
  if (machineAccel && firstAccel) {
    const text = 'The -accel and "-machine accel=" options are incompatible';
    addIssue(draft, "accel-conflict", firstAccel.word, "-accel", text);
  }
  // Of several -accel the first that works is taken; of several -machine accel= the last one counts.
  const named = firstAccel?.options.find((option) => option.key === "accel")?.value ?? machineAccel?.value;
  const accel = named === undefined ? draft.defaultAccel : readAccel(draft, named, firstAccel?.word ?? machineAccel?.word);
  const accelOption = (key: string): { value: string; word: ShellWord } | undefined => {
    const found = firstAccel?.options.findLast((option) => option.key === key);
    return found && firstAccel ? { value: found.value ?? "on", word: firstAccel.word } : undefined;
  };
  const irqchip = readIrqchip(draft, accelOption("kernel-irqchip") ?? draft.machine.get("kernel-irqchip"));
  const xenVersion = readXenVersion(draft, accelOption("xen-version"));
  const vmport = draft.machine.get("vmport");
  const vmportFlag: Override[] = vmport ? [{ property: "vmport", form: "value", value: vmport.value }] : [];
  return {
    machine: draft.machine.get("type")?.value ?? "",
    cpu: draft.cpu,
    overrides: [...vmportFlag, ...draft.flags],
    accel,
    ...(irqchip && { irqchip }),
    ...(xenVersion !== undefined && { xenVersion }),
    ...(draft.cpuPm && { cpuPm: true }),
    ...(draft.globals.length > 0 && { globals: draft.globals }),
    ...(draft.vcpus !== undefined && { vcpus: draft.vcpus }),
  };
}

/** The first known accelerator of a list such as `kvm:tcg`; QEMU skips those it does not know. */
function readAccel(draft: Draft, value: string, word: ShellWord | undefined): Accel {
  const known = value.split(":").find((name): name is Accel => name === "kvm" || name === "tcg");
  if (known) return known;
  addIssue(draft, "accelerator", word, "-accel", `invalid accelerator ${value}; Flipbit knows kvm and tcg`);
  return draft.defaultAccel;
}

function readIrqchip(draft: Draft, given: { value: string; word: ShellWord } | undefined): IrqchipMode | undefined {
  if (given === undefined) return undefined;
  const { value, word } = given;
  if (value === "on" || value === "off" || value === "split") return value;
  const text = `Parameter 'kernel-irqchip' does not accept value '${value}' (on, off and split are its values)`;
  addIssue(draft, "kernel-irqchip", word, "kernel-irqchip", text);
  return undefined;
}

function readXenVersion(draft: Draft, given: { value: string; word: ShellWord } | undefined): number | undefined {
  if (given === undefined) return undefined;
  const number = parseU32(given.value);
  if (number === undefined) {
    const text = `Parameter 'xen-version' expects a number such as 0x4000a, not '${given.value}'`;
    addIssue(draft, "not-a-number", given.word, "xen-version", text);
  }
  return number;
}

function addIssue(draft: Draft, rule: string, word: ShellWord | undefined, where: string, text: string): void {
  const place = word?.offset === undefined ? {} : { offset: word.offset, length: word.length };
  const message = /^[a-z]/.test(text) ? `${where} ${text}` : `${where}: ${text}`;
  draft.issues.push({ rule, message, where, ...place });
}
