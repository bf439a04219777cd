// What a rule may ask about one pasted VM: the selection, what becomes of it, and where the text says what.
import type { BundledFeature } from "#catalog/bundle-types.ts";
import type { Catalog } from "#catalog/open.ts";
import type { Span } from "#base/text-edit.ts";
import { pointOf, type Point } from "../point.ts";
import { resolveVm } from "../resolve.ts";
import type { FactRef, ResolvedVm, VerdictState } from "../resolved.ts";
import type { Selection } from "../selection.ts";
import { stateAt } from "../verdict.ts";
import type { ConfigVm, InputKind, LogMessage, Mention } from "./config.ts";
import type { ExplainOptions } from "./options.ts";

export interface RuleContext {
  readonly catalog: Catalog;
  readonly kind: InputKind;
  readonly config: ConfigVm;
  readonly messages: readonly LogMessage[];
  readonly options: ExplainOptions;
  /** The VM on the host of the options. */
  readonly selection: Selection;
  /** The guest that is meant: told, else what the text names, else unknown. */
  readonly guest: "linux" | "windows" | undefined;
  readonly resolved: () => ResolvedVm;
  readonly point: () => Point;
  /** The verdict of a feature here. */
  readonly stateOf: (feature: BundledFeature) => VerdictState;
  /** The value of a CPU property in force by the text (settled: `-p` over `+p` over `p=v`); undefined where the text does not set it. */
  readonly asked: (property: string) => string | undefined;
  readonly isOn: (property: string) => boolean;
  /** The mention that decides a property, else the first one. */
  readonly mentionOf: (name: string) => Mention | undefined;
  readonly spanOf: (name: string) => Span | undefined;
  /** Enlightenments that the text asks for. */
  readonly enlightenments: () => readonly BundledFeature[];
}

const OFF = /^(?:off|no|false|n)$/i;

const RANK = { value: 0, plus: 1, minus: 2 } as const;

/** Opens a VM for the rules. */
export function openContext(
  catalog: Catalog,
  { kind, messages }: { readonly kind: InputKind; readonly messages: readonly LogMessage[] },
  config: ConfigVm,
  options: ExplainOptions,
): RuleContext {
  const selection: Selection = { ...config.vm, host: options.host };
  const deciding = new Map<string, Mention>();
  for (const mention of config.mentions) {
    const old = deciding.get(mention.name);
    const beats = old === undefined || RANK[mention.form ?? "value"] >= RANK[old.form ?? "value"];
    if (beats) deciding.set(mention.name, mention);
  }
  const values = new Map<string, { value: string; rank: number }>();
  for (const { property, form, value } of config.vm.overrides) {
    const name = nameOf(catalog, property);
    if (RANK[form] >= (values.get(name)?.rank ?? 0)) values.set(name, { value, rank: RANK[form] });
  }
  const asked = (property: string): string | undefined => values.get(property)?.value;
  const isOn = (property: string): boolean => {
    const value = asked(property);
    return value !== undefined && !OFF.test(value);
  };
  let resolved: ResolvedVm | undefined;
  let enlightenments: readonly BundledFeature[] | undefined;
  return {
    catalog,
    kind,
    config,
    messages,
    options,
    selection,
    guest: options.guest ?? config.guest,
    resolved: () => (resolved ??= resolveVm(catalog, selection)),
    point: () => pointOf(catalog, selection),
    stateOf: (feature) => stateAt(pointOf(catalog, selection), feature),
    asked,
    isOn,
    mentionOf: (name) => deciding.get(name),
    spanOf: (name) => deciding.get(name)?.span,
    enlightenments: () =>
      (enlightenments ??= catalog.features.filter(
        (feature) => feature.family === "hyperv" && feature.label !== undefined && isOn(propertyOf(feature)),
      )),
  };
}

/** QEMU's name of a feature's property. */
export const propertyOf = (feature: BundledFeature): string => feature.property?.name ?? feature.id;

/** QEMU's own name of a property as somebody wrote it. */
export function nameOf(catalog: Catalog, written: string): string {
  const dashed = written.replaceAll("_", "-");
  const feature = catalog.featureByProperty.get(written) ?? catalog.featureByProperty.get(dashed);
  const meant = Object.hasOwn(catalog.flags.aliases, written) ? catalog.flags.aliases[written] : undefined;
  return feature?.property?.name ?? meant ?? dashed;
}

/** The fact about a feature that a finding rests on. */
export const factOf = (feature: BundledFeature, path: string): FactRef => ({
  file: `features/${feature.family}/${feature.id}.json`,
  path,
});
