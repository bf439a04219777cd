// `flipbit decode`: what a CPUID dump says, and beside a host what differs, what was missed, and which flags are likely.
import { ok, type Result } from "#base/result.ts";
import { hex } from "#base/u32.ts";
import type { Catalog } from "#catalog/open.ts";
import { alikeCpus, type AlikeCpus } from "#engine/dump/alike.ts";
import { compareDump, decodeCpu, type DumpRow } from "#engine/dump/compare.ts";
import type { Dump } from "#engine/dump/dump.ts";
import { lackedFeatures } from "#engine/dump/faster.ts";
import { guessConfiguration, type Configuration } from "#engine/dump/guess-configuration.ts";
import { resolveVm } from "#engine/resolve.ts";
import type { Override, Selection } from "#engine/selection.ts";
import { printFlag } from "#formats/qemu-options.ts";
import { parseQemuArgv } from "#formats/qemu-argv.ts";
import { printQemuArgv } from "#formats/qemu-argv-print.ts";
import { readHost } from "./host.ts";
import type { PredictRequest } from "./predict.ts";

/** One processor's answer, as it is printed in JSON; without a host only what the dump itself says. */
export interface CpuAnswer {
  readonly processors: readonly string[];
  readonly hypervisors: readonly { readonly leaf: string; readonly signature: string; readonly name: string | null }[];
  /** False where the dump has no hypervisor leaf at all: nothing is said of them then. */
  readonly tellsHypervisor: boolean;
  /** Hypervisor leaves that nobody announces. */
  readonly beyond: readonly string[];
  readonly rows?: readonly {
    readonly state: string;
    readonly leaf: string;
    readonly subleaf: number;
    readonly register: string;
    readonly bits: readonly number[];
    readonly name: string | null;
    readonly seen?: string;
    readonly predicted?: string;
  }[];
  readonly faster?: readonly {
    readonly feature: string;
    readonly advice: string;
    readonly state: string;
    readonly flags: string;
    readonly how: string;
  }[];
  readonly likely?: LikelyAnswer | null;
}

/** The likely configuration; what the dump does not tell is null. */
export interface LikelyAnswer {
  /** Of the flags: `exact`, `nearly`, `not`; null for a dump without hypervisor leaves. */
  readonly sureness: string | null;
  readonly differing: number | null;
  readonly flags: string;
  /** Machine options included. */
  readonly command: string;
  readonly cpu: Configuration["cpu"] | null;
  readonly machines: Pick<NonNullable<Configuration["machines"]>, "ranges" | "count" | "of"> | null;
}

export interface DecodeAnswer {
  readonly format: string;
  readonly about: Dump["about"];
  readonly issues: readonly { readonly line: number; readonly rule: string; readonly text: string }[];
  readonly issueCount: number;
  readonly cpus: readonly CpuAnswer[];
}

/** The VM to compare with: a host in words and QEMU's arguments, which may be none. */
export function readVm(catalog: Catalog, request: PredictRequest): Result<Selection> {
  const host = readHost(catalog, request);
  const vm = parseQemuArgv(request.args);
  // Without any argument KVM is meant: a dump of a guest without it is the rarer case.
  const accel = request.args.length === 0 ? ({ accel: "kvm" } as const) : {};
  if (host.ok && vm.ok) return ok({ ...vm.value, ...accel, host: host.value });
  return { ok: false, issues: [...(host.ok ? [] : host.issues), ...(vm.ok ? [] : vm.issues)] };
}

const flagsText = (flags: readonly Override[]): string => flags.map(printFlag).join(",");

/** Decodes a dump that was read; compares it where there is a VM to compare with. */
export function decodeDump(
  catalog: Catalog,
  dump: Dump,
  selection: Selection | undefined,
  guest: "linux" | "windows",
): DecodeAnswer {
  return {
    format: dump.format,
    about: dump.about,
    issues: dump.issues.map(({ line, rule, message }) => ({ line, rule, text: message })),
    issueCount: dump.issueCount,
    cpus: alikeCpus(dump.cpus).map((group) => answerFor(catalog, dump, group, selection, guest)),
  };
}

function answerFor(
  catalog: Catalog,
  { about }: Dump,
  { cpu, labels }: AlikeCpus,
  selection: Selection | undefined,
  guest: "linux" | "windows",
): CpuAnswer {
  const decoded = decodeCpu(catalog, about, cpu);
  const itself = {
    processors: labels,
    hypervisors: decoded.interfaces.map(({ base, signature, name }) => ({
      leaf: hex(base),
      signature,
      name: name ?? null,
    })),
    tellsHypervisor: decoded.tellsHypervisor,
    beyond: decoded.beyond.map(hex),
  };
  if (!selection) return itself;
  const rows = compareDump(catalog, about, decoded, resolveVm(catalog, selection)).map(jsonRow);
  if (about !== "guest") return { ...itself, rows };
  const lacked = lackedFeatures(catalog, selection, about, decoded, guest);
  const guess = guessConfiguration(catalog, selection, decoded);
  return {
    ...itself,
    rows,
    faster: lacked.map(({ feature, advice, state, flags, how }) => ({
      feature,
      advice,
      state,
      flags: flagsText(flags),
      how,
    })),
    likely: guess ? likelyAnswer(catalog, guess) : null,
  };
}

const likelyAnswer = (catalog: Catalog, { selection, cpu, flags, machines }: Configuration): LikelyAnswer => ({
  sureness: flags?.sureness ?? null,
  differing: flags?.differing ?? null,
  flags: flagsText(selection.overrides),
  command: printQemuArgv(catalog, selection),
  cpu: cpu ?? null,
  machines: machines ? { ranges: machines.ranges, count: machines.count, of: machines.of } : null,
});

const jsonRow = ({ leaf, family: _family, feature: _feature, name, ...rest }: DumpRow) => ({
  ...rest,
  leaf: hex(leaf),
  name: name ?? null,
});
