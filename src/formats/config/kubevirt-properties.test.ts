// Properties of reading KubeVirt's YAML: what is printed is read back, nothing throws, places and edits lie in the text.
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { settleOverrides } from "../settled.ts";
import { brokenText } from "#testing/broken-text.ts";
import { realCatalog } from "#testing/catalog.ts";
import { changed, missedBy, plainValue, someChanges, strayEdits, strayPlaces } from "#testing/config-round.ts";
import { asked, askedOrdinary } from "#testing/points.ts";
import { printKubevirtInstance, printKubevirtPreference } from "../kubevirt.ts";
import { readConfig } from "./index.ts";
import { kubevirt } from "./kubevirt.ts";

const catalog = realCatalog();
const header = { date: "2026-11-22", catalogVersion: "1", targets: "QEMU 11.1", permalink: "https://example.org/#v=1" };
const selection = fc.oneof(asked(catalog), askedOrdinary(catalog));

test.each([
  ["an instance", printKubevirtInstance],
  ["a preference", printKubevirtPreference],
])("%s is read back as far as it was said", (_, print) => {
  fc.assert(
    fc.property(selection, (chosen) => {
      const { text, said } = print(catalog, chosen, header);
      const { kind, vms, issues } = readConfig(catalog, text);
      expect([kind, issues]).toEqual(["kubevirt", []]);
      const own = new Set(said.flatMap(({ property, way }) => (way === "own" ? [property] : [])));
      const wanted = [...settleOverrides(catalog, chosen.overrides).values()].filter(({ property }) =>
        own.has(property),
      );
      const added = new Set(vms.flatMap(({ addedByTool }) => addedByTool));
      const found = vms.flatMap(({ vm }) => [...settleOverrides(catalog, vm.overrides).values()]);
      const row = ({ property, value }: { property: string; value: string }): string =>
        `${property}=${plainValue(value)}`;
      expect(
        found
          .filter(({ property }) => !added.has(property))
          .map(row)
          .toSorted(),
      ).toEqual(wanted.map(row).toSorted());
    }),
    { numRuns: 200 },
  );
});

/** Text like what people paste, and then broken. */
const key = fc.constantFrom(
  "hyperv",
  "features",
  "clock",
  "timer",
  "cpu",
  "domain",
  "spec",
  "vapic",
  "synictimer",
  "direct",
  "enabled",
  "present",
  "spinlocks",
  "model",
  "hpet",
  "kind",
  "- name",
  "<<",
  "relaxed",
  "evmcs",
  "items",
);
const leaf = fc.constantFrom(
  "{}",
  "true",
  "false",
  "5",
  "",
  "EPYC",
  "*a",
  "&a {}",
  "[]",
  "|\n  x",
  "'q'",
  '"d"',
  "VirtualMachine",
  "pcid",
  "{enabled: false}",
  "{direct: {}}",
  "[{name: pcid}]",
);
const line = fc
  .tuple(fc.constantFrom("", "  ", "    ", "      ", "\t"), key, leaf, fc.constantFrom("\n", "\r\n", " # c\n", ""))
  .map(([space, name, value, end]) => `${space}${name}: ${value}${end}`);
const flow = fc.letrec((tie) => ({
  map: fc
    .array(fc.tuple(key, fc.oneof({ depthSize: "small" }, leaf, tie("map"))), { maxLength: 4 })
    .map((rows) => `{${rows.map(([name, value]) => `${name}: ${value as string}`).join(", ")}}`),
})).map;
const document = fc.oneof(
  fc.array(line, { maxLength: 14 }).map((lines) => lines.join("")),
  flow as fc.Arbitrary<string>,
  selection.map((chosen) => printKubevirtInstance(catalog, chosen, header).text),
);
test("never throws, and every place and edit lies in the text", () => {
  fc.assert(
    fc.property(fc.oneof(document, brokenText(document), fc.string({ unit: "binary", maxLength: 60 })), (text) => {
      const read = readConfig(catalog, text, "kubevirt");
      expect(strayPlaces(text, read)).toEqual([]);
      for (const vm of read.vms) {
        for (const change of someChanges(vm)) {
          expect(strayEdits(text, kubevirt.edit?.(catalog, text, vm, change) ?? [])).toEqual([]);
        }
      }
    }),
    { numRuns: 300 },
  );
});

test("the changed text says what was to be said, and has no new fault", () => {
  fc.assert(
    fc.property(document, fc.nat(), (text, pick) => {
      const read = readConfig(catalog, text, "kubevirt");
      fc.pre(read.issues.length === 0 && read.vms.length > 0);
      const at = pick % read.vms.length;
      const vm = read.vms[at]!;
      for (const change of someChanges(vm)) {
        const after = changed(text, kubevirt.edit?.(catalog, text, vm, change));
        if (after === undefined || change.op === "rename") continue;
        const again = readConfig(catalog, after, "kubevirt");
        // What a bare part is follows from its fields: with one of them gone it may be another part, with other faults.
        const isOther = change.op.startsWith("remove") && !vm.isWhole;
        const faults = isOther ? [] : again.issues.filter(({ rule }) => rule !== "no-machine");
        expect([after, faults, missedBy(change, again.vms[at]?.mentions ?? [])]).toEqual([after, [], undefined]);
      }
    }),
    { numRuns: 300 },
  );
});
