// Which CPU model a guest's own words speak for: the named models with its version word and name, by their flags; else the host's own CPU.
import { hex } from "#base/u32.ts";
import type { Catalog } from "#catalog/open.ts";
import { isLibvirtHost } from "#catalog/schema/measured.ts";
import { cpuExists, resolveCpu } from "../cpu.ts";
import { openPoint } from "../point.ts";
import { resolveVm } from "../resolve.ts";
import type { Selection } from "../selection.ts";
import { compareDump, type DecodedCpu, type DumpRow } from "./compare.ts";
import { nameOfDump, nameOfVm, type CpuName } from "./cpu-name.ts";

/** What speaks for a model. `no-model`: no named model of this QEMU has such a version word and name. */
export type CpuEvidence = "signature" | "name" | "words" | "no-model" | "host-signature";

export interface CpuGuess {
  /** As QEMU takes them, the likeliest first; those behind it fit no worse. Never empty. */
  readonly models: readonly string[];
  /** `sure`: name, version word and every flag. `likely`: but for flags. `open`: other models may be behind it. */
  readonly sureness: "sure" | "likely" | "open";
  readonly evidence: readonly CpuEvidence[];
  /** Flags of the dump that the model does not have; somebody asked for them. A bit without a name is told by its place. */
  readonly extra: readonly string[];
  /** Flags of the model that the dump does not have: the host lacks them, or somebody took them away. */
  readonly lacking: readonly string[];
}

interface Candidate {
  readonly model: string;
  /** Undefined where the dump or the prediction does not tell the name. */
  readonly hasName: boolean | undefined;
  readonly extra: readonly string[];
  readonly lacking: readonly string[];
  /** Flags that either side has and the prediction tells. */
  readonly compared: number;
}

/** Undefined where the dump has no version word, or nothing that any CPU model explains. */
export function guessCpu(catalog: Catalog, selection: Selection, cpu: DecodedCpu): CpuGuess | undefined {
  const name = nameOfDump(cpu.leaves);
  if (name.signature === undefined) return undefined;
  const bare: Selection = { ...selection, overrides: [], globals: [] };
  const candidates = namedModels(catalog, bare)
    .map((model) => candidate(catalog, { ...bare, cpu: model }, cpu, name))
    .filter((row) => row !== undefined)
    .toSorted(
      (a, b) =>
        rank(a) - rank(b) ||
        a.extra.length - b.extra.length ||
        a.lacking.length - b.lacking.length ||
        Number(b.model === selection.cpu) - Number(a.model === selection.cpu),
    );
  const best = candidates[0];
  return best && best.hasName !== false
    ? namedGuess(best, candidates, name, selection)
    : hostGuess(selection, name, best);
}

/** The same name goes before a name that nobody tells, and that before another name. */
const rank = ({ hasName }: Candidate): number => (hasName === undefined ? 1 : hasName ? 0 : 2);

function namedGuess(best: Candidate, all: readonly Candidate[], { text }: CpuName, selection: Selection): CpuGuess {
  const { extra, lacking } = best;
  const alike = all.filter(
    (row) => row.hasName === best.hasName && row.extra.join() === extra.join() && row.lacking.join() === lacking.join(),
  );
  const isWhole = extra.length === 0 && lacking.length === 0 && best.compared > 0;
  const isOpen = text === undefined && (extra.length > 0 || best.compared === 0);
  return {
    models: [...alike.map(({ model }) => model), ...(isOpen && selection.accel === "kvm" ? ["host", "max"] : [])],
    sureness: isOpen ? "open" : isWhole && best.hasName === true ? "sure" : "likely",
    evidence: [
      "signature",
      ...(best.hasName === true ? (["name"] as const) : []),
      ...(isWhole ? (["words"] as const) : []),
    ],
    extra,
    lacking,
  };
}

/** Under KVM a CPU that no named model describes is the host's own; what TCG shows as its own is not in the catalogue. */
function hostGuess(selection: Selection, name: CpuName, sameSignature: Candidate | undefined): CpuGuess | undefined {
  if (selection.accel !== "kvm") return undefined;
  const isHosts = hostSignature(selection) === name.signature;
  return {
    models: [
      ...(selection.cpu === "max" ? ["max", "host"] : ["host", "max"]),
      ...(sameSignature ? [sameSignature.model] : []),
    ],
    sureness: isHosts ? "sure" : "likely",
    evidence: isHosts ? ["no-model", "host-signature"] : ["no-model"],
    extra: [],
    lacking: [],
  };
}

/** Leaf 1 EAX as the measured host's KVM answers it. */
function hostSignature({ host: { measured: asked } }: Selection): number | undefined {
  if (!asked || isLibvirtHost(asked)) return undefined;
  const first = asked.supportedCpuid.find(({ leaf }) => Number(leaf) === 1);
  return first && Number(first.eax);
}

/** Named models of this QEMU, each definition by one name: the chosen one where it is among its names, else the shortest. */
function namedModels(catalog: Catalog, selection: Selection): string[] {
  const { machine, qemu } = openPoint(catalog, selection);
  if (!machine) return [];
  const byDefinition = new Map<string, string>();
  for (const [name, { model }] of catalog.cpuByName) {
    if (model.kind !== "named" || !cpuExists(catalog, name, qemu)) continue;
    const { version } = resolveCpu(catalog, name, machine, qemu);
    const key = `${model.model}:${version?.name}`;
    const known = byDefinition.get(key);
    const isBetter = known === undefined || (known !== selection.cpu && name.length < known.length);
    if (isBetter || name === selection.cpu) byDefinition.set(key, name);
  }
  return [...byDefinition.values()];
}

/** A model with the dump's version word beside the dump; undefined where its version word is another. */
function candidate(catalog: Catalog, selection: Selection, cpu: DecodedCpu, name: CpuName): Candidate | undefined {
  const made = resolveVm(catalog, selection);
  const own = nameOfVm(made);
  if (own.signature !== name.signature) return undefined;
  const given = new Set(cpu.leaves.map(({ leaf, subleaf }) => `${leaf}:${subleaf}`));
  const told = compareDump(catalog, "guest", cpu, made).filter(
    (row) => isFlag(row) && row.state !== "not-predicted" && given.has(`${row.leaf}:${row.subleaf}`),
  );
  return {
    model: selection.cpu,
    hasName: name.text === undefined || own.text === undefined ? undefined : name.text === own.text,
    extra: told.filter(({ state }) => state === "extra").map(flagText),
    lacking: told.filter(({ state }) => state === "missing").map(flagText),
    compared: told.length,
  };
}

/** Bits that a running guest or its number of vCPUs decides, and no model: OSXSAVE, OSPKE, HTT, CmpLegacy. */
const LIVE = ["1:ecx:27", "7:ecx:4", "1:edx:28", `${0x80000001}:ecx:1`];

const isFlag = ({ family, leaf, register, bits: [high, low] }: DumpRow): boolean =>
  family === "cpu" && high === low && !LIVE.includes(`${leaf}:${register}:${low}`);

const flagText = ({ name, leaf, subleaf, register, bits }: DumpRow): string =>
  name ?? `${hex(leaf)}.${subleaf} ${register.toUpperCase()} ${bits[1]}`;
