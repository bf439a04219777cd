// A file for -readconfig. QEMU has no group for the CPU: the model stays on the command line, single properties go by [global].
import { quote } from "shlex";
import type { Catalog } from "#catalog/open.ts";
import type { GlobalProperty, Selection } from "#engine/selection.ts";
import { byArguments, choicesOf, leftOutBecause, saidBy, type Choice, type Fate } from "./choices.ts";
import { modelOf } from "./qemu-argv-print.ts";
import { qemuNotes } from "./qemu-notes.ts";
import { cpuDriver, printGlobal } from "./qemu-options.ts";
import { hashComment, headerLines, isOneLine, remarkLines, type Snippet, type SnippetHeader } from "./snippet.ts";

const FILE = "flipbit-vm.cfg";

/** A section: its name and its keys. */
interface Group {
  readonly name: string;
  readonly keys: Readonly<Record<string, string>>;
}

/** The file, and the command line that it needs as its first comment. */
export function printQemuReadconfig(catalog: Catalog, selection: Selection, header: SnippetHeader): Snippet {
  const model = modelOf(catalog, selection);
  const rows = choicesOf(catalog, selection).map((choice) => place(selection, cpuDriver(model), choice));
  const leftOut = rows.flatMap(({ fate }) => ("leftOut" in fate ? [fate.leftOut] : []));
  // Of two -global for one property QEMU takes the last, so those of the command line stand on the side where they were.
  const before = rows
    .filter(({ choice }) => choice.kind === "global")
    .flatMap(({ args }) => (args.length > 0 ? [args] : []));
  const after = rows
    .filter(({ choice }) => choice.kind !== "global")
    .flatMap(({ args }) => (args.length > 0 ? [args] : []));
  const cpu = fitsComment(model) ? [["-cpu", model]] : [];
  const command = [...before, ["-readconfig", FILE], ...cpu, ...after];
  const groups = [
    ...rows.filter(({ choice }) => choice.kind === "global"),
    ...rows.filter(({ choice }) => choice.kind !== "global"),
  ]
    .flatMap(({ group }) => group ?? [])
    .reduce(joined, []);
  const notes = [
    ...qemuNotes(catalog, selection),
    "The globals below are for this CPU model alone: with another -cpu they silently apply to nothing.",
  ];
  const lines = [...headerLines(header), ...remarkLines({ notes, leftOut })].flatMap(inPieces);
  const start = ["qemu-system-x86_64", ...command.map((words) => words.map(quote).join(" "))].join(` \\\n#   `);
  const comment = `${hashComment([...lines, "Start it with:"])}\n#   ${start}`;
  return {
    text: `${[comment, ...groups.map(printGroup)].join("\n\n")}\n`,
    fileName: FILE,
    mediaType: "text/plain",
    said: rows.flatMap(({ fate }) => ("said" in fate ? [fate.said] : [])),
    leftOut,
    notes,
  };
}

/** A comment longer than QEMU's buffer of 1024 bytes would go on as something else (util/qemu-config.c). */
const inPieces = (line: string): string[] => line.match(/.{1,240}/gu) ?? [];

/** Sections of one name become one, but for [global], of which each row needs its own. */
function joined(groups: readonly Group[], group: Group): readonly Group[] {
  const at = group.name === "global" ? -1 : groups.findIndex(({ name }) => name === group.name);
  const found = groups[at];
  if (!found) return [...groups, group];
  return groups.with(at, { ...found, keys: { ...found.keys, ...group.keys } });
}

const printGroup = ({ name, keys }: Group): string =>
  [`[${name}]`, ...Object.entries(keys).map(([key, value]) => `  ${key} = "${value}"`)].join("\n");

/** QEMU reads a value up to the next quote, on one line of less than 1024 bytes (util/qemu-config.c). */
const fitsFile = (value: string): boolean => fitsComment(value) && !value.includes('"');

/** A character takes four bytes at most. */
const fitsComment = (value: string): boolean => isOneLine(value) && value.length <= 200;

interface Place {
  readonly choice: Choice;
  readonly fate: Fate;
  readonly group?: Group;
  readonly args: readonly string[];
}

function place(selection: Selection, driver: string, choice: Choice): Place {
  const { kind, property, value } = choice;
  const byLine = (...args: string[]): Place =>
    args.every(fitsComment)
      ? { choice, fate: byArguments(property, args.join(" ")), args }
      : { choice, fate: leftOutBecause(property, "its value does not fit into a line", "value"), args: [] };
  const byFile = (name: string, keys: Readonly<Record<string, string>>, ...otherwise: string[]): Place =>
    Object.values(keys).every(fitsFile)
      ? { choice, fate: saidBy(property, `[${name}]`), group: { name, keys }, args: [] }
      : byLine(...otherwise);
  const byGlobal = (row: GlobalProperty): Place => byFile("global", { ...row }, "-global", printGlobal(row));
  switch (kind) {
    case "machine":
      return byFile("machine", { type: value }, "-machine", `type=${value.replaceAll(",", ",,")}`);
    case "accel":
    case "kernel-irqchip":
    case "xen-version":
      return selection.xenVersion === undefined ? byFile("machine", { [kind]: value }) : xenPlace(selection, choice);
    case "cpu":
      return modelPlace(choice);
    case "smp":
      return byFile("smp-opts", { cpus: value });
    case "cpu-pm":
      return byLine("-overcommit", "cpu-pm=on");
    default:
      return byGlobal({ driver: kind === "global" ? (choice.driver ?? "") : driver, property, value });
  }
}

/** Beside a Xen version one -accel carries accelerator and interrupt controller, too. */
const xenPlace = (selection: Selection, choice: Choice): Place => ({
  choice,
  fate: byArguments(choice.property, "-accel"),
  args: choice.kind === "accel" ? ["-accel", accelerator(selection)] : [],
});

const modelPlace = (choice: Choice): Place =>
  fitsComment(choice.value)
    ? { choice, fate: byArguments(choice.property, "-cpu"), args: [] }
    : { choice, fate: leftOutBecause(choice.property, "its name does not fit into a line", "value"), args: [] };

/** -accel in one piece: beside a Xen version QEMU takes no accelerator of the machine. */
const accelerator = ({ accel, xenVersion = 0, irqchip }: Selection): string =>
  [
    accel,
    `xen-version=0x${xenVersion.toString(16)}`,
    ...(irqchip === undefined ? [] : [`kernel-irqchip=${irqchip}`]),
  ].join(",");
