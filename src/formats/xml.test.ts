import { parseXml } from "@rgrove/parse-xml";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { element, fitsXml, mergeAt, parseElement, printComment, printXml, textElement, type XmlNode } from "./xml.ts";

describe("merging", () => {
  test("puts elements where they belong, and timers beside each other", () => {
    const parts = [
      ["features/hyperv", "<stimer state='on'/>"],
      ["features/hyperv", "<stimer state='on'><direct state='on'/></stimer>"],
      ["features", "<apic eoi='off'/>"],
      ["clock", "<timer name='kvmclock' present='yes'/>"],
      ["clock", "<timer name='hypervclock' present='yes'/>"],
      ["clock", "<timer name='kvmclock' present='no'/>"],
    ] as const;
    const start = [element("features", {}, [element("acpi"), element("apic")]), element("clock", { offset: "utc" })];
    const merged = parts.reduce<readonly XmlNode[]>(
      (nodes, [path, text]) => mergeAt(nodes, path, parseElement(text)),
      start,
    );
    expect(merged.map((node) => printXml(node)).join("\n")).toBe(
      [
        "<features>",
        "  <acpi/>",
        "  <apic eoi='off'/>",
        "  <hyperv>",
        "    <stimer state='on'>",
        "      <direct state='on'/>",
        "    </stimer>",
        "  </hyperv>",
        "</features>",
        "<clock offset='utc'>",
        "  <timer name='kvmclock' present='no'/>",
        "  <timer name='hypervclock' present='yes'/>",
        "</clock>",
      ].join("\n"),
    );
  });
});

describe("printing", () => {
  test("any value that XML can carry stays that value; any other makes no difference to the rest", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), fc.string({ unit: "binary" }), (value, text) => {
        const root = parseXml(printXml(textElement("a", text, { b: value }))).root;
        expect(root?.children.every((child) => child.type === "text")).toBe(true);
        expect(root?.attributes["b"] === value).toBe(fitsXml(value));
        expect(root?.text === text).toBe(fitsXml(text));
      }),
    );
  });

  test("a comment ends where it should", () => {
    const line = fc.oneof(fc.string({ unit: "binary" }), fc.constantFrom("-->", "--", "-", "a-", "<!--", "--->x"));
    fc.assert(
      fc.property(fc.array(line), (lines) => {
        const document = parseXml(`${printComment(lines)}<a/>`, { preserveComments: true });
        expect(document.children.map((child) => child.type)).toEqual(["comment", "element"]);
      }),
    );
  });

  test("a link in a comment still works", () => {
    expect(printComment(["https://example.org/#set=--a"])).toContain("https://example.org/#set=%2D-a");
  });
});
