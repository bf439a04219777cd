// Judges a piece of XML strictly: the first thing that no XML parser would take, with its place.
import { parseXml, XmlError } from "@rgrove/parse-xml";
import type { Issue } from "#base/result.ts";
import type { ScannedElement } from "./xml-scan.ts";

/** The parser recurses; libvirt's own documents are some ten levels deep. */
const DEEPEST = 200;

/** Characters that are judged: the parser builds a tree and long messages. No domain is nearly so long. */
const LONGEST = 1_000_000;

/** What is wrong with the XML of an element; undefined when it is well-formed. */
export function judgeXml(text: string, element: ScannedElement): Issue | undefined {
  const tooDeep = firstAtDepth(element, DEEPEST);
  if (tooDeep !== undefined) {
    const message = `Elements are nested more than ${DEEPEST} deep here: no domain is.`;
    return { rule: "xml-depth", message, offset: tooDeep.start, length: tooDeep.openEnd - tooDeep.start };
  }
  if (element.end - element.start > LONGEST) {
    const message = "This is too long for a domain: it was read, and whether it is well-formed XML was not checked.";
    return { rule: "xml-length", message, offset: element.start, length: element.openEnd - element.start };
  }
  try {
    parseXml(text.slice(element.start, element.end));
    return undefined;
  } catch (error) {
    if (!(error instanceof XmlError)) throw error;
    const message = `This is no well-formed XML: ${error.message.replace(/ \(line \d+, column \d+\)[^]*$/, "")}.`;
    const offset = Math.min(element.start + unitsOf(text.slice(element.start, element.end), error.pos), text.length);
    return { rule: "xml", message, offset, length: offset < text.length ? 1 : 0 };
  }
}

/** The parser counts characters; the offset counts UTF-16 units. */
function unitsOf(text: string, characters: number): number {
  let units = 0;
  for (let count = 0; count < characters && units < text.length; count += 1) {
    units += (text.codePointAt(units) ?? 0) > 0xffff ? 2 : 1;
  }
  return units;
}

/** The first element so many levels below another. */
function firstAtDepth(element: ScannedElement, depth: number): ScannedElement | undefined {
  let level: readonly ScannedElement[] = [element];
  for (let at = 0; at < depth && level.length > 0; at += 1) level = level.flatMap(({ children }) => children);
  return level[0];
}
