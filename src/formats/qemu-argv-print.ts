// Prints a selection as a QEMU command line, piece by piece, so that a page can mark the piece that a choice made.
// Each piece is quoted on its own for a POSIX shell: whatever a value contains, the shell hands it to QEMU unchanged.
import { quote } from "shlex";
import type { Catalog } from "#catalog/open.ts";
import { defaultCpu } from "#engine/cpu.ts";
import { hostFacts } from "#engine/host.ts";
import { resolveMachine } from "#engine/machine.ts";
import { qemuRelease } from "#engine/qemu-release.ts";
import type { Override, Selection } from "#engine/selection.ts";
import { cpuDriver, printFlag, printGlobal, printImplied, printSuboption } from "./qemu-options.ts";
import { canonicalProperty } from "./settled.ts";
import type { LeftOut } from "./snippet.ts";

/** A piece of the command line. All texts joined are the command line. */
export interface ArgvToken {
  readonly text: string;
  /** What the piece sets: a CPU property by QEMU's own name, or `machine`, `accel`, `kernel-irqchip`, `cpu`, `smp`, ... */
  readonly property?: string;
}

type Piece = readonly [text: string, property: string];

/** One option with its argument in pieces that are joined by commas. */
interface Argument {
  readonly option: string;
  readonly pieces: readonly Piece[];
}

const PROGRAM = "qemu-system-x86_64";

/** The command line in pieces: words, spaces and commas included. */
export function qemuArgvTokens(catalog: Catalog, selection: Selection): readonly ArgvToken[] {
  return layOut(qemuArguments(catalog, selection), " ");
}

/** The command line with something else than a space in front of each option. */
export const qemuCommand = (catalog: Catalog, selection: Selection, gap: string): string =>
  layOut(qemuArguments(catalog, selection), gap)
    .map((token) => token.text)
    .join("");

/** The command line on one line, quoted for a POSIX shell; `parseQemuArgv` reads it back. */
export const printQemuArgv = (catalog: Catalog, selection: Selection): string => qemuCommand(catalog, selection, " ");

function layOut(args: readonly Argument[], gap: string): ArgvToken[] {
  const tokens: ArgvToken[] = [{ text: PROGRAM }];
  for (const { option, pieces } of args) {
    tokens.push({ text: `${gap}${option} ` });
    pieces.forEach(([text, property], index) =>
      tokens.push({ text: `${index === 0 ? "" : ","}${quote(text)}`, property }),
    );
  }
  return tokens;
}

function qemuArguments(catalog: Catalog, selection: Selection): Argument[] {
  const { cpuPm, globals = [], overrides } = selection;
  const args = [...machineArguments(selection)];
  const flags = overrides.flatMap((override) => flagPiece(catalog, override));
  const model = flags.length > 0 ? modelOf(catalog, selection) : selection.cpu;
  if (model !== "") args.push({ option: "-cpu", pieces: [[model, "cpu"], ...flags] });
  for (const override of overrides) {
    if (printFlag(override) !== undefined || unwritable(override).length > 0) continue;
    args.push({
      option: "-global",
      pieces: [[globalText(modelOf(catalog, selection), override), canonical(catalog, override.property)]],
    });
  }
  const smp = smpText(selection);
  if (smp !== "") args.push({ option: "-smp", pieces: [[smp, "smp"]] });
  if (cpuPm === true) args.push({ option: "-overcommit", pieces: [["cpu-pm=on", "cpu-pm"]] });
  const written = globals.map((row): Argument => ({ option: "-global", pieces: [[printGlobal(row), row.property]] }));
  return [...args, ...written];
}

/** The number of vCPUs, and what was said of their places. */
const smpText = ({ vcpus, topology = {} }: Selection): string =>
  [
    ...(vcpus === undefined ? [] : [String(vcpus)]),
    ...Object.entries(topology).map(([level, count]) => `${level}=${count}`),
  ].join(",");

/** -machine with the accelerator; beside a Xen version, which only -accel takes, the two must be apart. */
function machineArguments(selection: Selection): Argument[] {
  const { machine, accel, irqchip, xenVersion } = selection;
  const type: Piece[] = machine === "" ? [] : [[printImplied("type", machine), "machine"]];
  const chip: Piece[] = irqchip === undefined ? [] : [[printSuboption("kernel-irqchip", irqchip), "kernel-irqchip"]];
  if (xenVersion === undefined) {
    return [{ option: "-machine", pieces: [...type, [`accel=${accel}`, "accel"], ...chip] }];
  }
  const xen: Piece = [`xen-version=0x${xenVersion.toString(16)}`, "xen-version"];
  return [
    ...(type.length > 0 ? [{ option: "-machine", pieces: type }] : []),
    { option: "-accel", pieces: [[accel, "accel"], xen, ...chip] },
  ];
}

function flagPiece(catalog: Catalog, override: Override): Piece[] {
  const text = printFlag(override);
  return text === undefined ? [] : [[text, canonical(catalog, override.property)]];
}

const canonical = (catalog: Catalog, property: string): string => canonicalProperty(catalog, property).name;

/** The CPU model; where none was chosen, QEMU's own for this machine type, since -cpu cannot carry flags without one. */
export function modelOf(catalog: Catalog, selection: Selection): string {
  if (selection.cpu !== "") return selection.cpu;
  const host = hostFacts(catalog, selection.host);
  if (!host.qemu) return defaultCpu(undefined);
  return defaultCpu(resolveMachine(catalog, selection.machine, host, qemuRelease(catalog, host.qemu)).entry);
}

/** -global as the way out for a value with a comma. -cpu writes `_` of a name as `-`, -global takes it as it is. */
const globalText = (model: string, { property, value }: Override): string =>
  printGlobal({ driver: cpuDriver(model), property: property.replaceAll("_", "-"), value });

/** The piece of -cpu: the model and every flag that can stand behind it; the empty text where nothing was chosen. */
export function cpuArgument(catalog: Catalog, selection: Selection): string {
  const argument = qemuArguments(catalog, selection).find(({ option }) => option === "-cpu");
  return argument?.pieces.map(([text]) => text).join(",") ?? "";
}

/** What -cpu and -global have no way to write. */
export function unwritable(override: Override): LeftOut[] {
  if (printFlag(override) !== undefined) return [];
  const { property, form } = override;
  if (form === "value" && /^[^=,+-][^=,]*$/.test(property)) return [];
  return [{ property, reason: `QEMU has no way to write the property name ${JSON.stringify(property)} here.` }];
}
