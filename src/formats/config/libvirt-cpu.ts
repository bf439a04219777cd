// What <cpu> says: mode, model and flags, in QEMU's names and with what libvirt makes of them.
import type { CpuMode, Mention } from "#engine/explain/config.ts";
import { nameOf } from "#engine/explain/context.ts";
import { LIBVIRT_FLAGS } from "../libvirt-properties.ts";
import { addAttribute, type DomainDraft } from "./libvirt-draft.ts";
import { attributeOf, textOf, type ScannedElement } from "./xml-scan.ts";

const MODES: Readonly<Record<string, { readonly mode: CpuMode; readonly model: string }>> = {
  "host-model": { mode: "host-model", model: "" },
  "host-passthrough": { mode: "host-passthrough", model: "host" },
  maximum: { mode: "maximum", model: "max" },
};

/** Reads the start tag of <cpu>; its children come one by one. */
export function readCpuMode(draft: DomainDraft, element: ScannedElement): void {
  const attribute = attributeOf(element, "mode");
  if (attribute === undefined) {
    readMigratable(draft, element, false);
    return;
  }
  const written = attribute.value.text;
  const known = Object.hasOwn(MODES, written) ? MODES[written] : undefined;
  if (known) {
    draft.cpuMode = known.mode;
    draft.cpu = known.model;
    addAttribute(draft, element, attribute, { kind: "cpu", name: "cpu", value: known.model || known.mode });
    readMigratable(draft, element, known.mode !== "host-model");
  } else if (written === "custom") readMigratable(draft, element, false);
  else {
    const note = "libvirt refuses this: mode must be 'custom', 'host-model', 'host-passthrough' or 'maximum'.";
    addAttribute(draft, element, attribute, { kind: "cpu", name: "cpu", value: written, note });
  }
}

/** @param isTaken Whether libvirt takes it in this mode; else it refuses the domain. */
function readMigratable(draft: DomainDraft, element: ScannedElement, isTaken: boolean): void {
  const attribute = attributeOf(element, "migratable");
  if (attribute === undefined) return;
  const value = attribute.value.text;
  const isSwitch = value === "on" || value === "off";
  const note = isSwitch ? {} : { note: "libvirt refuses this: migratable must be 'on' or 'off'." };
  addAttribute(draft, element, attribute, { kind: "property", name: "migratable", value, form: "value", ...note });
  if (isSwitch && isTaken) draft.properties.set("migratable", value);
}

/** A model counts where the mode leaves the choice to it. */
export function readCpuModel(draft: DomainDraft, element: ScannedElement): void {
  const cpu = element.parent;
  const mode = cpu && attributeOf(cpu, "mode")?.value.text;
  const value = textOf(draft.text, element);
  if ((mode !== undefined && mode !== "custom") || value.text === "" || element.children.length > 0) return;
  draft.cpuMode = "custom";
  draft.cpu = value.text;
  const isLeast = cpu && attributeOf(cpu, "match")?.value.text === "minimum";
  const mention: Mention = {
    kind: "cpu",
    name: "cpu",
    written: value.text,
    value: value.text,
    span: { start: value.start, end: value.end },
    ...(isLeast === true && { note: "With match='minimum' libvirt adds whatever else the host has." }),
  };
  draft.located.push({ mention, place: { kind: "content", element, value } });
}

const FLAG_NAMES = new Map(Object.entries(LIBVIRT_FLAGS).map(([qemu, libvirt]) => [libvirt, qemu]));

const POLICIES: Readonly<Record<string, string>> = { require: "on", force: "on", disable: "off", forbid: "off" };

/** Without a policy libvirt requires the flag (9.0.0 was run). */
export function readCpuFeature(draft: DomainDraft, element: ScannedElement): void {
  const { catalog } = draft;
  const written = attributeOf(element, "name")?.value.text;
  if (written === undefined || written === "") return;
  const policy = attributeOf(element, "policy")?.value.text ?? "require";
  const name = FLAG_NAMES.get(written) ?? nameOf(catalog, written);
  const value = Object.hasOwn(POLICIES, policy) ? (POLICIES[policy] ?? "on") : "on";
  const note = featureNote(draft, name, policy);
  const span = { start: element.start, end: element.end };
  const mention: Mention = { kind: "property", name, written, value, form: "value", span, ...note };
  draft.located.push({ mention, place: { kind: "cpu-feature", element } });
  if (note.note === undefined) draft.properties.set(name, value);
}

function featureNote({ catalog }: DomainDraft, name: string, policy: string): { readonly note?: string } {
  if (catalog.featureByProperty.has(name))
    return { note: "libvirt refuses this: its list of CPU features has no paravirtual one." };
  if (policy === "optional")
    return { note: "libvirt switches it on only where the host has it; which, cannot be told from here." };
  if (!Object.hasOwn(POLICIES, policy))
    return { note: "libvirt refuses this: policy must be force, require, optional, disable or forbid." };
  return {};
}
