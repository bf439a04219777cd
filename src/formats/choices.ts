// Everything that a selection asks for, one row each: whatever a format prints, each row must end up as said or as left out.
import type { BundledFeature } from "#catalog/bundle-types.ts";
import type { Catalog } from "#catalog/open.ts";
import { resolveVm } from "#engine/resolve.ts";
import type { Selection } from "#engine/selection.ts";
import { settleOverrides } from "./settled.ts";
import type { LeftOut, Said } from "./snippet.ts";

export type ChoiceKind =
  "machine" | "cpu" | "accel" | "kernel-irqchip" | "xen-version" | "cpu-pm" | "smp" | "global" | "property";

export interface Choice {
  readonly kind: ChoiceKind;
  /** QEMU's own name of the property, else the kind; for -global the property's name. */
  readonly property: string;
  readonly value: string;
  readonly feature?: BundledFeature | undefined;
  /** The type that a -global is for. */
  readonly driver?: string;
}

/** The choices of a selection, in the order of a command line. */
export function choicesOf(catalog: Catalog, selection: Selection): readonly Choice[] {
  const { machine, cpu, accel, irqchip, xenVersion, cpuPm, vcpus, globals = [] } = selection;
  const plain: [ChoiceKind, string | undefined][] = [
    ["machine", machine === "" ? undefined : machine],
    ["accel", accel],
    ["kernel-irqchip", irqchip],
    ["xen-version", xenVersion === undefined ? undefined : `0x${xenVersion.toString(16)}`],
    ["cpu", cpu === "" ? undefined : cpu],
    ["smp", vcpus === undefined ? undefined : String(vcpus)],
    ["cpu-pm", cpuPm === true ? "on" : undefined],
  ];
  return [
    ...plain.flatMap(([kind, value]): Choice[] => (value === undefined ? [] : [{ kind, property: kind, value }])),
    ...[...settleOverrides(catalog, selection.overrides).values()].map((row): Choice => ({ kind: "property", ...row })),
    ...globals.map((row): Choice => ({ kind: "global", ...row })),
  ];
}

/** What became of a choice. */
export type Fate = { readonly said: Said } | { readonly leftOut: LeftOut };

export const saidBy = (property: string, how: string, since?: string | null): Fate => ({
  said: { property, way: "own", how, ...(typeof since === "string" && { since }) },
});

export const byArguments = (property: string, how: string, since?: string | null): Fate => ({
  said: { property, way: "arguments", how, ...(typeof since === "string" && { since }) },
});

export const leftOutBecause = (property: string, reason: string, kind: NonNullable<LeftOut["kind"]>): Fate => ({
  leftOut: { property, reason, kind },
});

/**
 * Sorts fates into what is said and what is not. What is left out but changes nothing for the guest (QEMU does it by itself
 * here) counts as said without a word.
 */
export function sortFates(
  catalog: Catalog,
  selection: Selection,
  fates: readonly Fate[],
): { readonly said: readonly Said[]; readonly leftOut: readonly LeftOut[] } {
  const said = fates.flatMap((fate) => ("said" in fate ? [fate.said] : []));
  const leftOut = fates.flatMap((fate) => ("leftOut" in fate ? [fate.leftOut] : []));
  const idle = idleProperties(catalog, selection, leftOut);
  return {
    said: [...said, ...[...idle].map((property): Said => ({ property, way: "nothing" }))],
    leftOut: leftOut.filter(({ property }) => !idle.has(property)),
  };
}

/** The properties among these whose outcome is the same when none of them is asked for. */
function idleProperties(catalog: Catalog, selection: Selection, leftOut: readonly LeftOut[]): ReadonlySet<string> {
  const candidates = new Set(leftOut.filter(({ kind }) => kind !== "conflict").map(({ property }) => property));
  if (candidates.size === 0) return candidates;
  const overrides = selection.overrides.filter(
    ({ property }) =>
      ![...settleOverrides(catalog, [{ property, form: "value", value: "on" }]).keys()].some((name) =>
        candidates.has(name),
      ),
  );
  const [asked, silent] = [selection, { ...selection, overrides }].map((row) => resolveVm(catalog, row));
  if (asked?.starts !== "yes" || silent?.starts !== "yes") return new Set();
  const outcome = (vm: typeof asked, property: string): string | undefined => {
    const row = vm.outcomes.find((found) => found.property === property);
    return row === undefined || row.outcome === "unknown" ? undefined : `${row.outcome} ${row.value ?? ""}`;
  };
  const isIdle = (property: string): boolean => {
    const before = outcome(asked, property);
    return before !== undefined && before === outcome(silent, property);
  };
  return new Set([...candidates].filter(isIdle));
}
