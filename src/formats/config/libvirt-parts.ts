// Finds the domains of a text, or where there are none the parts of one: dumps come with prompts, forum posts with prose.
import type { Catalog } from "#catalog/open.ts";
import { elementRules, homeOf } from "./libvirt-elements.ts";
import type { Part } from "./libvirt-read.ts";
import { scanXml, type ScannedElement } from "./xml-scan.ts";

/** The parts of each VM of a text. */
export function partsOf(catalog: Catalog, text: string): readonly (readonly Part[])[] {
  const roots = scanXml(text);
  const domains = outermost(roots, ({ name }) => name === "domain");
  if (domains.length > 0) return domains.map((element) => [{ element, path: "domain" }]);
  const rules = elementRules(catalog);
  const parts = outermost(roots, ({ name }) => homeOf(rules, name) !== undefined);
  if (parts.length === 0) return [];
  return [parts.map((element) => ({ element, path: homeOf(rules, element.name) ?? "" }))];
}

/** What was found in an element without an end gives way to it, unless it is of the same name. */
function settle(found: ScannedElement[], count: number, element: ScannedElement): void {
  for (let at = count; at < found.length; at += 1) if (found[at]?.name === element.name) return;
  found.length = count;
  found.push(element);
}

/** The outermost elements of a kind. One without an end is prose (`virsh edit <domain>`) where another of its name stands in it. */
function outermost(
  roots: readonly ScannedElement[],
  isMeant: (element: ScannedElement) => boolean,
): readonly ScannedElement[] {
  const found: ScannedElement[] = [];
  const waiting = roots.toReversed();
  const held = new Map<ScannedElement, number>();
  for (let element = waiting.pop(); element; element = waiting.pop()) {
    const count = held.get(element);
    if (count !== undefined) {
      settle(found, count, element);
      continue;
    }
    if (isMeant(element) && element.isClosed) {
      found.push(element);
      continue;
    }
    if (isMeant(element)) {
      held.set(element, found.length);
      waiting.push(element);
    }
    for (let at = element.children.length - 1; at >= 0; at -= 1) {
      const child = element.children[at];
      if (child) waiting.push(child);
    }
  }
  return found;
}
