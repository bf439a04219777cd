// What one element of a domain says of a CPU property, and whether libvirt hands that to QEMU.
// Measured: observed/libvirt-9.0.0-domxml-to-native.json and -12.8.0- of the catalogue.
import { parseU32 } from "#base/u32.ts";
import type { Mention } from "#engine/explain/config.ts";
import { EMITS_OFF, FEWEST_RETRIES, VENDOR_ID } from "../libvirt-properties.ts";
import { tokenOf, type DomainDraft } from "./libvirt-draft.ts";
import { BARE_IS_ON, type ElementRule } from "./libvirt-elements.ts";
import { attributeOf, type ScannedElement } from "./xml-scan.ts";

const EMITS_NOTHING = "libvirt hands nothing to QEMU for this, so QEMU's own default stays.";

/** What an element says: `value` as QEMU would get it, and why it does not get it. */
interface Said {
  readonly value: string;
  readonly note?: string;
  /** True where libvirt would not take the domain at all. */
  readonly isRefused?: boolean;
}

/** Reads an element as a property: a mention, and the property itself where it reaches QEMU. */
export function readProperty(draft: DomainDraft, rule: ElementRule, element: ScannedElement): void {
  const read = said(draft, rule, element);
  if (read === undefined) return;
  draft.located.push({ mention: mentionOf(rule, element, read), place: { kind: "property", element, rule } });
  const { property, path, feature } = rule;
  // Of several elements the last counts; of several timers, any that is there.
  if (read.note === undefined && feature.property?.scope !== "machine") draft.properties.set(property, read.value);
  else if (read.isRefused !== true && path !== "clock") draft.properties.delete(property);
}

/** The properties that are an attribute of an element with a meaning of its own. */
export const isAttribute = ({ state }: ElementRule): boolean =>
  state?.attribute === "eoi" || state?.attribute === "mode";

function mentionOf(rule: ElementRule, element: ScannedElement, { value, note, isRefused }: Said): Mention {
  const { property, state, fixed, feature } = rule;
  // A switch of the machine is no CPU property: QEMU gets it with -machine.
  const isMachine = feature.property?.scope === "machine";
  const attribute = state && isAttribute(rule) ? attributeOf(element, state.attribute) : undefined;
  return {
    kind: isMachine ? "machine-option" : "property",
    name: property,
    written: attribute?.name ?? fixed["name"] ?? element.name,
    value,
    ...(!isMachine && { form: "value" as const }),
    span: attribute ? { start: attribute.start, end: attribute.end } : tokenOf(element),
    ...(note !== undefined && { note }),
    ...(isRefused === true && { isRefused }),
  };
}

function said(draft: DomainDraft, rule: ElementRule, element: ScannedElement): Said | undefined {
  const state = stateOf(draft, rule, element);
  if (state === undefined || state.note !== undefined) return state;
  if (!isHandedOn(rule, state.value)) return { ...state, note: EMITS_NOTHING };
  const read = state.value === "off" || rule.slot === undefined ? state : slotValue(rule.slot, element);
  const note = read.note ?? passthroughNote(draft, rule, element) ?? carrierNote(rule, element);
  return note === undefined ? read : { ...read, note };
}

/** Whether libvirt writes a flag for on or off. `hidden` is turned round: that KVM is to be seen is no flag. */
function isHandedOn({ property, feature, state }: ElementRule, value: string): boolean {
  if (value === "off") return EMITS_OFF.has(property);
  return feature.libvirt?.emitsNothing !== true && state?.on !== "off";
}

/** On or off by the element itself; undefined where it says nothing of the property. */
function stateOf(draft: DomainDraft, rule: ElementRule, element: ScannedElement): Said | undefined {
  const { state, property } = rule;
  if (state === undefined) return { value: "on" };
  const word = attributeOf(element, state.attribute)?.value.text;
  if (word === state.on) return { value: "on" };
  if (word === state.off) return { value: "off" };
  if (word === undefined && state.attribute !== "state") return wordless(rule);
  if (word === undefined && BARE_IS_ON.has(property)) return { value: "on" };
  if (word === "host-model" && state.attribute === "mode") {
    return { value: "off", note: libvirtNote(draft, "hv-default") };
  }
  const words = [state.on, state.off].toSorted().toReversed().join("' or '");
  return { value: word ?? "on", note: `libvirt refuses this: ${state.attribute} must be '${words}'.`, isRefused: true };
}

/** Without its attribute an element of its own says nothing; a timer is left to QEMU. */
const wordless = (rule: ElementRule): Said | undefined =>
  isAttribute(rule) ? undefined : { value: "on", note: EMITS_NOTHING };

const libvirtNote = ({ catalog }: DomainDraft, feature: string): string =>
  catalog.featureById.get(feature)?.libvirt?.note ?? EMITS_NOTHING;

/** Beside mode='passthrough' a single enlightenment is not handed on. */
function passthroughNote(draft: DomainDraft, { path }: ElementRule, { parent }: ScannedElement): string | undefined {
  if (path !== "features/hyperv" && !path.startsWith("features/hyperv/")) return undefined;
  const hyperv = path === "features/hyperv" ? parent : parent?.parent;
  const mode = hyperv && attributeOf(hyperv, "mode")?.value.text;
  return mode === "passthrough" ? libvirtNote(draft, "hv-passthrough") : undefined;
}

/** An element inside another property's element counts only where that is on. */
function carrierNote({ on }: ElementRule, { parent }: ScannedElement): string | undefined {
  if (on.children.length === 0 || parent === undefined) return undefined;
  if (attributeOf(parent, "state")?.value.text === "on") return undefined;
  return `The <${parent.name}> around it is off, so libvirt hands nothing to QEMU.`;
}

/** The value of spinlocks or vendor_id as libvirt writes it for QEMU. */
function slotValue(slot: string, element: ScannedElement): Said {
  const written = attributeOf(element, slot)?.value.text;
  const refused = (note: string): Said => ({ value: written ?? "", note, isRefused: true });
  if (slot !== "retries") {
    if (written !== undefined && VENDOR_ID.test(written)) return { value: written };
    return refused("libvirt refuses this: a vendor id has 1 to 12 characters and no comma.");
  }
  // Left out, older releases refuse it and younger ones write this: never notify.
  if (written === undefined) return { value: "0xffffffff" };
  const retries = parseU32(written);
  if (retries === undefined || retries < FEWEST_RETRIES)
    return refused(`libvirt refuses this: retries must be a number, at least ${FEWEST_RETRIES}.`);
  return { value: `0x${retries.toString(16)}` };
}
