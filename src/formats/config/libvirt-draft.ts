// What has been read of a domain so far, and where each thing stood: the editor finds its places by it.
import type { Issue } from "#base/result.ts";
import type { Span } from "#base/text-edit.ts";
import type { Catalog } from "#catalog/open.ts";
import type { ConfigVm, CpuMode, Mention } from "#engine/explain/config.ts";
import type { GlobalProperty, IrqchipMode, Topology } from "#engine/selection.ts";
import type { ElementRule } from "./libvirt-elements.ts";
import type { ScannedAttribute, ScannedElement } from "./xml-scan.ts";

/** What a mention stands in. */
export type Place =
  | { readonly kind: "property"; readonly element: ScannedElement; readonly rule: ElementRule }
  /** An element that libvirt does not know, or that only other releases do. */
  | { readonly kind: "unknown"; readonly element: ScannedElement }
  | { readonly kind: "cpu-feature"; readonly element: ScannedElement }
  | { readonly kind: "timer"; readonly element: ScannedElement }
  | { readonly kind: "attribute"; readonly element: ScannedElement; readonly attribute: ScannedAttribute }
  | { readonly kind: "content"; readonly element: ScannedElement; readonly value: Span }
  | { readonly kind: "argument" };

export interface Located {
  readonly mention: Mention;
  readonly place: Place;
}

export interface DomainDraft {
  readonly catalog: Catalog;
  readonly text: string;
  readonly rules: readonly ElementRule[];
  readonly located: Located[];
  readonly issues: Issue[];
  /** What libvirt writes behind its -cpu, by property. */
  readonly properties: Map<string, string>;
  readonly timers: Record<string, boolean>;
  readonly globals: GlobalProperty[];
  name: string | undefined;
  machine: string;
  cpu: string;
  accel: ConfigVm["vm"]["accel"] | undefined;
  irqchip: IrqchipMode | undefined;
  vcpus: number | undefined;
  /** What <topology> says; unset: nothing. */
  topology: Topology | undefined;
  cpuMode: CpuMode | undefined;
  guest: ConfigVm["guest"];
  isPinnedTo: Set<string>;
  hasCpuSet: boolean;
  hasOsType: boolean;
}

export const newDomain = (catalog: Catalog, text: string, rules: readonly ElementRule[]): DomainDraft => ({
  catalog,
  text,
  rules,
  located: [],
  issues: [],
  properties: new Map(),
  timers: {},
  globals: [],
  name: undefined,
  machine: "",
  cpu: "",
  accel: undefined,
  irqchip: undefined,
  vcpus: undefined,
  topology: undefined,
  cpuMode: undefined,
  guest: undefined,
  isPinnedTo: new Set(),
  hasCpuSet: false,
  hasOsType: false,
});

/** An element as a token: all of it, or its start tag where there is more in it. */
export const tokenOf = (element: ScannedElement): Span => ({
  start: element.start,
  end: element.children.length === 0 ? element.end : element.openEnd,
});

/** Adds a mention whose token is an attribute. */
export function addAttribute(
  draft: DomainDraft,
  element: ScannedElement,
  attribute: ScannedAttribute,
  mention: Omit<Mention, "span" | "written">,
): void {
  const { start, end } = attribute;
  draft.located.push({
    mention: { ...mention, written: attribute.value.text, span: { start, end } },
    place: { kind: "attribute", element, attribute },
  });
}

/** True for what a change of a property is about. */
export const saysProperty = ({ mention: { kind, name } }: Located, property: string): boolean =>
  name === property && (kind === "property" || kind === "machine-option");
