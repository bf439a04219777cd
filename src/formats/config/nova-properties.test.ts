// Properties of reading Nova: what is printed is read back, nothing throws, places and edits lie in the text.
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { brokenText } from "#testing/broken-text.ts";
import { realCatalog } from "#testing/catalog.ts";
import { changed, missedBy, plainValue, someChanges, strayEdits, strayPlaces } from "#testing/config-round.ts";
import { drawnSelection } from "#testing/snippets.ts";
import { choicesOf } from "../choices.ts";
import { printNova } from "../nova.ts";
import { settleOverrides } from "../settled.ts";
import { readConfig } from "./index.ts";
import { nova } from "./nova.ts";

const catalog = realCatalog();
const header = { date: "2026-11-22", catalogVersion: "1", targets: "QEMU 11.1", permalink: "https://example.org/#v=1" };

test("printed commands and settings are read back as far as they were said", () => {
  fc.assert(
    fc.property(drawnSelection(catalog), (chosen) => {
      const { text, said } = printNova(catalog, chosen, header);
      const { vms } = readConfig(catalog, text, "nova");
      const own = new Set(said.flatMap(({ property, way }) => (way === "own" ? [property] : [])));
      const vm = vms[0]?.vm;
      const settled = new Map(
        [...settleOverrides(catalog, vm?.overrides ?? []).values()].map(({ property, value }) => [property, value]),
      );
      const kind = catalog.cpuByName.get(chosen.cpu)?.model.kind;
      const isSame = (wanted: string, found: string | undefined): boolean =>
        plainValue(found ?? "") === plainValue(wanted);
      for (const choice of choicesOf(catalog, chosen).filter(({ property }) => own.has(property))) {
        // A flavor's number of vCPUs is no property; names of models and machine types are those of libvirt.
        const isTold: Partial<Record<typeof choice.kind, boolean>> = {
          accel: vm?.accel === choice.value,
          cpu: (vm?.cpu === "host") === (kind === "host"),
          property: isSame(choice.value, settled.get(choice.property)),
        };
        expect([choice.property, isTold[choice.kind] ?? true, text]).toEqual([choice.property, true, text]);
      }
    }),
    { numRuns: 300 },
  );
});

const name = fc.constantFrom(
  "os_type",
  "hw_machine_type",
  "hw_time_hpet",
  "img_hide_hypervisor_id",
  "hw:hide_hypervisor_id",
  "hw:cpu_policy",
  "hw_firmware_type",
  "hw:mem",
);
const value = fc.constantFrom("windows", "linux", "true", "false", "q35", "dedicated");
const pair = fc.tuple(name, value);
const quoted = fc.constantFrom("'", '"', "");
const shapes: readonly ((name: string, value: string, quote: string) => string)[] = [
  (key, word, quote) => `openstack image set --property ${quote}${key}=${word}${quote} I\n`,
  (key, word, quote) => `nova flavor-key m set ${key}=${quote}${word}${quote}`,
  (key, word, quote) => `  ${quote}${key}${quote}: ${quote}${word}${quote},\n`,
  (key, word) => `| ${key} | ${word} |\n`,
  (key, word) => `| properties | ${key}='${word}' |\n`,
  (key, word) => `, ${key}='${word}'`,
  (key, word, quote) => `${key} = ${quote}${word}${quote}\r\n`,
];
const line = fc
  .tuple(pair, quoted, fc.constantFrom(...shapes))
  .map(([[key, word], quote, shape]) => shape(key, word, quote));
const conf = fc.constantFrom(
  "[libvirt]\n",
  "cpu_mode = custom\n",
  "cpu_mode=host-model\n",
  "cpu_models = EPYC, host # x\n",
  "cpu_model_extra_flags = pcid,-aes\n",
  "cpu_model_extra_flags=\n",
  "virt_type = qemu\n",
  "# cpu_mode = none\n",
  "\n",
);
const document = fc.array(fc.oneof(line, conf), { maxLength: 7 }).map((lines) => lines.join(""));

test("never throws, and every place and edit lies in the text", () => {
  fc.assert(
    fc.property(fc.oneof(document, brokenText(document), fc.string({ unit: "binary", maxLength: 60 })), (text) => {
      const read = readConfig(catalog, text, "nova");
      expect(strayPlaces(text, read)).toEqual([]);
      for (const vm of read.vms) {
        for (const change of someChanges(vm)) {
          expect(strayEdits(text, nova.edit?.(catalog, text, vm, change) ?? [])).toEqual([]);
        }
      }
    }),
    { numRuns: 400 },
  );
});

test("the changed text says what was to be said", () => {
  fc.assert(
    fc.property(document, (text) => {
      const [vm] = readConfig(catalog, text, "nova").vms;
      fc.pre(vm !== undefined);
      for (const change of vm ? someChanges(vm) : []) {
        const after = changed(text, nova.edit?.(catalog, text, vm!, change));
        // Enlightenments come with the guest: they have no mention of their own.
        if (
          after === undefined ||
          after === text ||
          (change.op === "set-property" && change.property.startsWith("hv-"))
        )
          continue;
        const again = readConfig(catalog, after, "nova").vms[0]?.mentions ?? [];
        expect([text, after, missedBy(change, again)]).toEqual([text, after, undefined]);
      }
    }),
    { numRuns: 400 },
  );
});
