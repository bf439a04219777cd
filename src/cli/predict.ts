// The command line's core: a request in plain words becomes a selection, and the engine's answer becomes plain JSON. No I/O.
import { fail, ok, type Result } from "#base/result.ts";
import { hex, type U32 } from "#base/u32.ts";
import type { Catalog } from "#catalog/open.ts";
import { resolveVm } from "#engine/resolve.ts";
import type { Leaf, Outcome, ResolvedVm, Severity } from "#engine/resolved.ts";
import type { Selection } from "#engine/selection.ts";
import { parseQemuArgv } from "#formats/qemu-argv.ts";
import { readHost, type HostRequest } from "./host.ts";

/** What to predict: a host in words, and QEMU's arguments. */
export interface PredictRequest extends HostRequest {
  /** One shell text, or one by one. */
  readonly args: string | readonly string[];
}

type Words = Readonly<Record<"eax" | "ebx" | "ecx" | "edx", string>>;

/** The answer, as it is printed in JSON. */
export interface PredictAnswer {
  /** Null when nobody has evidence. */
  readonly starts: boolean | null;
  readonly problems: readonly { readonly rule: string; readonly severity: Severity; readonly text: string }[];
  /** QEMU's property name to what became of it. */
  readonly properties: Readonly<Record<string, Outcome>>;
  /** By `0x40000000`, or `0x00000007:1` for a subleaf other than 0. Leaves of zeros are left out. */
  readonly cpuid: Readonly<Record<string, Words>>;
}

/** Predicts one VM; the issues name in `where` the part of the request they are about. */
export function predict(catalog: Catalog, request: PredictRequest): Result<PredictAnswer> {
  const vm = predictVm(catalog, request);
  return vm.ok ? ok(answerOf(vm.value)) : vm;
}

/** The engine's own answer to a request, for those who print more than JSON. */
export function predictVm(catalog: Catalog, request: PredictRequest): Result<ResolvedVm> {
  const selection = readSelection(catalog, request);
  return selection.ok ? ok(resolveVm(catalog, selection.value)) : selection;
}

/** The selection that a request describes. */
export function readSelection(catalog: Catalog, request: PredictRequest): Result<Selection> {
  const host = readHost(catalog, request);
  const vm = parseQemuArgv(request.args);
  if (host.ok && vm.ok) return ok({ ...vm.value, host: host.value });
  return fail(...(host.ok ? [] : host.issues), ...(vm.ok ? [] : vm.issues));
}

/** The engine's answer as JSON. */
export function answerOf(vm: ResolvedVm): PredictAnswer {
  return {
    starts: { yes: true, no: false, unknown: null }[vm.starts],
    problems: vm.problems.map(({ rule, severity, text }) => ({ rule, severity, text })),
    properties: Object.fromEntries(vm.outcomes.map(({ property, outcome }) => [property, outcome])),
    cpuid: Object.fromEntries(vm.leaves.filter(saysSomething).map((leaf) => [leafKey(leaf), wordsOf(leaf)])),
  };
}

const saysSomething = ({ eax, ebx, ecx, edx }: Leaf): boolean => [eax, ebx, ecx, edx].some((word) => word !== 0);

/** The name of a leaf: its number, with `:n` behind it for subleaf n other than 0. */
export const leafKey = ({ leaf, subleaf }: { readonly leaf: U32; readonly subleaf: number }): string =>
  subleaf === 0 ? hex(leaf) : `${hex(leaf)}:${subleaf}`;

const wordsOf = ({ eax, ebx, ecx, edx }: Leaf): Words => ({
  eax: hex(eax),
  ebx: hex(ebx),
  ecx: hex(ecx),
  edx: hex(edx),
});
