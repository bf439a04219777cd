// Takes one thing out of a domain: its element with its line, or its attribute.
import type { DomainEditing } from "./libvirt-editing.ts";
import type { Located } from "./libvirt-draft.ts";
import { isAttribute } from "./libvirt-property.ts";
import { wordOfArgument } from "./libvirt-arguments.ts";
import { attributeOf, type ScannedElement } from "./xml-scan.ts";
import { removeAttribute, removeElement } from "./xml-write.ts";

/** Adds the edits; false where it cannot be taken away alone. */
export function removeLocated(editing: DomainEditing, { mention, place }: Located): boolean {
  const { text, edits } = editing;
  switch (place.kind) {
    case "property":
      if (!isAttribute(place.rule)) return removeWhole(editing, place.element);
      edits.push(removeAttribute(text, mention.span));
      return true;
    case "unknown":
    case "cpu-feature":
    case "timer":
      return removeWhole(editing, place.element);
    case "attribute":
      return removeOwn(editing, mention.kind, place.element, place.attribute.name);
    case "content":
      return false;
    case "argument":
      return mention.kind === "global" && removeGlobal(editing, mention.span.start);
  }
}

/** Where an element without an end tag ends nobody knows, and with it would go what it was never meant to hold. */
function removeWhole({ text, edits }: DomainEditing, element: ScannedElement): boolean {
  if (element.isClosed) edits.push(removeElement(text, element));
  return element.isClosed;
}

function removeOwn({ text, edits }: DomainEditing, kind: string, element: ScannedElement, name: string): boolean {
  const attribute = attributeOf(element, name);
  if (attribute === undefined || !/^(?:property|machine|kernel-irqchip)$/.test(kind)) return false;
  const isAllOfIt = element.name === "ioapic" || (element.name === "timer" && element.attributes.length <= 2);
  edits.push(isAllOfIt ? removeElement(text, element) : removeAttribute(text, attribute));
  return true;
}

/** The two elements of -global and its argument, by the place of the argument. */
export function globalAt({ parts }: DomainEditing, at: number): readonly [ScannedElement, ScannedElement] | undefined {
  const holders = parts.flatMap(({ element, path }) => (path === "domain" ? element.children : [element]));
  const args = holders.find((element) => element.name === "qemu:commandline" && element.start < at && at < element.end);
  const index = args?.children.findIndex((child) => wordOfArgument(child)?.start === at) ?? -1;
  const [option, argument] = [args?.children[index - 1], args?.children[index]];
  return option && argument && wordOfArgument(option)?.text === "-global" ? [option, argument] : undefined;
}

function removeGlobal(editing: DomainEditing, at: number): boolean {
  const found = globalAt(editing, at);
  for (const element of found ?? []) editing.edits.push(removeElement(editing.text, element));
  return found !== undefined;
}
