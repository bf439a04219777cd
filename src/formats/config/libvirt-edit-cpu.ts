// Sets a domain's CPU: the mode of <cpu>, and its model where the mode leaves the choice to one.
import { element, textElement } from "../xml.ts";
import { addElement, elementAt, type DomainEditing } from "./libvirt-editing.ts";
import { attributeOf, type ScannedElement } from "./xml-scan.ts";
import { removeAttribute, removeElement, setAttribute } from "./xml-write.ts";
import { escapeXml } from "../xml.ts";

/** Modes by the names that QEMU and libvirt have for them. */
const MODES: Readonly<Record<string, string>> = {
  "host-model": "host-model",
  "host-passthrough": "host-passthrough",
  host: "host-passthrough",
  max: "maximum",
};

/** Adds the edits; false for what libvirt has no mode for. */
export function setCpu(editing: DomainEditing, model: string): boolean {
  const mode = Object.hasOwn(MODES, model) ? MODES[model] : undefined;
  if (mode === undefined && editing.catalog.cpuByName.get(model)?.model.kind === "base") return false;
  const cpu = elementAt(editing, "cpu");
  if (cpu === undefined) return addElement(editing, "", newCpu(mode, model));
  setMode(editing, cpu, mode ?? "custom");
  const models = cpu.children.filter(({ name }) => name === "model" || (mode !== undefined && name === "vendor"));
  if (mode === undefined) setModel(editing, cpu, model);
  else if (models.length === cpu.children.length && models.length > 0) emptyCpu(editing, cpu);
  else for (const old of models) editing.edits.push(removeElement(editing.text, old));
  return true;
}

const newCpu = (mode: string | undefined, model: string): ReturnType<typeof element> =>
  mode === undefined
    ? element("cpu", { mode: "custom", match: "exact" }, [textElement("model", model, { fallback: "forbid" })])
    : element("cpu", { mode });

/** `match` is for a model only, `migratable` for none. */
function setMode({ edits, style, text }: DomainEditing, cpu: ScannedElement, mode: string): void {
  if (attributeOf(cpu, "mode")?.value.text !== mode) edits.push(setAttribute(style, cpu, "mode", mode));
  const isNamed = mode === "custom";
  const lost = isNamed || mode === "host-model" ? "migratable" : "match";
  for (const name of isNamed ? [lost] : [lost, "match"]) {
    const attribute = attributeOf(cpu, name);
    if (attribute) edits.push(removeAttribute(text, attribute));
  }
  if (isNamed && !attributeOf(cpu, "match")) edits.push(setAttribute(style, cpu, "match", "exact"));
}

function setModel(editing: DomainEditing, cpu: ScannedElement, model: string): void {
  const { edits } = editing;
  const old = cpu.children.find(({ name }) => name === "model");
  if (old === undefined || old.isEmpty) {
    if (old) edits.push(removeElement(editing.text, old));
    addElement(editing, "cpu", textElement("model", model, { fallback: "forbid" }));
    return;
  }
  edits.push({ start: old.openEnd, end: old.closeStart, text: escapeXml(model) });
}

/** <cpu ...><model/></cpu> becomes <cpu .../>. */
function emptyCpu({ edits, text }: DomainEditing, cpu: ScannedElement): void {
  const isAllThere = cpu.children.map(({ start, end }) => text.slice(start, end)).join("");
  const content = text.slice(cpu.openEnd, cpu.closeStart);
  const isOnlyThose = content.replaceAll(/\s/g, "") === isAllThere.replaceAll(/\s/g, "");
  if (isOnlyThose && cpu.isClosed) edits.push({ start: cpu.openEnd - 1, end: cpu.end, text: "/>" });
  else for (const child of cpu.children) edits.push(removeElement(text, child));
}
