// Properties of reading Proxmox VE: what is printed is read back, nothing throws, places and edits lie in the text.
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { brokenText } from "#testing/broken-text.ts";
import { realCatalog } from "#testing/catalog.ts";
import { changed, missedBy, plainValue, someChanges, strayEdits, strayPlaces } from "#testing/config-round.ts";
import { drawnSelection } from "#testing/snippets.ts";
import { choicesOf } from "../choices.ts";
import { printProxmox } from "../proxmox.ts";
import { settleOverrides } from "../settled.ts";
import { readConfig } from "./index.ts";
import { proxmox } from "./proxmox.ts";

const catalog = realCatalog();
const header = { date: "2026-11-22", catalogVersion: "1", targets: "QEMU 11.1", permalink: "https://example.org/#v=1" };

test("a printed command is read back as far as it was said", () => {
  fc.assert(
    fc.property(drawnSelection(catalog), (chosen) => {
      const { text, said } = printProxmox(catalog, chosen, header);
      const { kind, vms, issues } = readConfig(catalog, text);
      expect([kind, vms.length, issues]).toEqual(["proxmox", 1, []]);
      const vm = vms[0]!.vm;
      const settled = new Map(
        [...settleOverrides(catalog, vm.overrides).values()].map((row) => [row.property, row.value]),
      );
      const globals = new Map((vm.globals ?? []).map(({ property, value }) => [property, value]));
      const plain: Record<string, string | undefined> = {
        machine: vm.machine,
        accel: vm.accel,
        // As written: Proxmox VE takes some models for others.
        cpu: vms[0]!.mentions.find(({ kind }) => kind === "cpu")?.value,
        smp: String(vm.vcpus),
        "kernel-irqchip": vm.irqchip,
        "cpu-pm": vm.cpuPm === true ? "on" : undefined,
      };
      const ways = new Map(said.map(({ property, way }) => [property, way]));
      for (const choice of choicesOf(catalog, chosen)) {
        if (!["own", "arguments"].includes(ways.get(choice.property) ?? "")) continue;
        if (choice.kind === "machine") continue;
        const found =
          choice.kind === "property"
            ? (settled.get(choice.property) ?? globals.get(choice.property))
            : choice.kind === "global"
              ? globals.get(choice.property)
              : plain[choice.kind];
        expect([choice.property, plainValue(found ?? ""), text]).toEqual([
          choice.property,
          plainValue(choice.value),
          text,
        ]);
      }
    }),
    { numRuns: 300 },
  );
});

const item = fc.constantFrom(
  "cpu: host",
  "cpu: kvm64,flags=+aes",
  "cpu: host,hidden=1,flags=+hv-tlbflush;-pcid",
  "cpu: cputype=EPYC,hv-vendor-id=abc",
  "cpu: custom-x",
  "cpu:",
  "machine: q35",
  "machine: pc-q35-8.1+pve0,viommu=intel",
  "machine: viommu=intel",
  "ostype: win11",
  "ostype: l26",
  "bios: ovmf",
  "kvm: 0",
  "cores: 2",
  "sockets: x",
  "memory: 512",
  "args: -cpu host,hv_time",
  "args: -cpu 'host,kvm=off' -machine hpet=off",
  "args: -global cpu.level=9",
  "args:",
  "[snap]",
  "[PENDING]",
  "# note",
  "hostpci0: 01:00,x-vga=1",
);
const lines = fc
  .tuple(fc.array(item, { maxLength: 8 }), fc.constantFrom("\n", "\r\n"))
  .map(([rows, end]) => rows.map((row) => row + end).join(""));
const option = fc.constantFrom(
  "--cpu host",
  "--cpu 'host,flags=+aes;-pcid'",
  "--cpu=host,hidden=1",
  "-machine q35",
  "--args '-cpu host,hv_time -x'",
  '--args "-cpu EPYC"',
  "--args -no-hpet",
  "--ostype win10",
  "--kvm 0",
  "--cpu \\\n  host",
  "--delete x",
);
const commands = fc
  .array(fc.tuple(fc.constantFrom("qm set 1 ", "qm create 2 ", "# qm set 1 "), fc.array(option, { maxLength: 4 })), {
    maxLength: 3,
  })
  .map((rows) => rows.map(([start, options]) => `${start}${options.join(" ")}\n`).join(""));
const document = fc.oneof(lines, commands);

test("never throws, and every place and edit lies in the text", () => {
  fc.assert(
    fc.property(fc.oneof(document, brokenText(document), fc.string({ unit: "binary", maxLength: 60 })), (text) => {
      const read = readConfig(catalog, text, "proxmox");
      expect(strayPlaces(text, read)).toEqual([]);
      for (const vm of read.vms) {
        for (const change of someChanges(vm)) {
          expect(strayEdits(text, proxmox.edit?.(catalog, text, vm, change) ?? [])).toEqual([]);
        }
      }
    }),
    { numRuns: 400 },
  );
});

test("the changed text says what was to be said", () => {
  fc.assert(
    fc.property(document, fc.nat(), (text, pick) => {
      const read = readConfig(catalog, text, "proxmox");
      fc.pre(read.vms.length > 0);
      const at = pick % read.vms.length;
      const vm = read.vms[at]!;
      for (const change of someChanges(vm)) {
        const after = changed(text, proxmox.edit?.(catalog, text, vm, change));
        if (after === undefined || after === text) continue;
        const meant =
          change.op === "set-cpu" && change.model === "host-passthrough" ? { ...change, model: "host" } : change;
        expect([after, missedBy(meant, readConfig(catalog, after, "proxmox").vms[at]?.mentions ?? [])]).toEqual([
          after,
          undefined,
        ]);
      }
    }),
    { numRuns: 400 },
  );
});
