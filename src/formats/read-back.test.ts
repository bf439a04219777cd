// What is printed is read back by the readers of Explain, and means the same machine: every outcome, every leaf.
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { resolveVm } from "#engine/resolve.ts";
import type { PropertyOutcome } from "#engine/resolved.ts";
import type { Selection } from "#engine/selection.ts";
import { realCatalog } from "#testing/catalog.ts";
import { drawnSelection, everyProfile } from "#testing/snippets.ts";
import { readConfig } from "./config/index.ts";
import { FORMATS } from "./index.ts";
import { layoutOf } from "./vcpu-layout.ts";

const catalog = realCatalog();
const header = { date: "2026-11-28", catalogVersion: "1", targets: "x", permalink: "https://example.org/#v=1" };

/** An outcome with its value: numbers by their worth, and none for what is off anyway. */
const worth = ({ outcome, value = "" }: Pick<PropertyOutcome, "outcome" | "value">): string => {
  if (outcome === "off") return outcome;
  return `${outcome} ${/^(?:0x[\da-f]+|\d+)$/i.test(value) ? Number(value) : value}`;
};

/** What a guest or a user would notice, and how the VM starts. */
function meaning(selection: Selection): Readonly<Record<string, string>> {
  const { starts, machine, cpu, outcomes, leaves } = resolveVm(catalog, selection);
  return Object.fromEntries([
    ["starts", starts],
    ["machine type", machine ?? ""],
    ["CPU model", cpu ?? ""],
    ...outcomes.map((row) => [row.property, worth(row)]),
    ...leaves.map(({ leaf, subleaf, eax, ebx, ecx, edx }) => [`${leaf}.${subleaf}`, [eax, ebx, ecx, edx].join(" ")]),
  ]);
}

/** The selection that a printed text is read as; undefined where the text does not carry all of it. */
function readBack(id: string, selection: Selection): Selection | undefined {
  const { text, leftOut } = FORMATS.find((format) => format.id === id)!.print(catalog, selection, header);
  if (leftOut.length > 0) return undefined;
  const { vms, issues } = readConfig(catalog, text);
  expect(issues).toEqual([]);
  expect(vms).toHaveLength(1);
  const { machineText: _, accelText: __, ...read } = vms[0]!.vm;
  return { ...read, host: selection.host };
}

/** libvirt writes `p=on`; QEMU takes `+p` later, which changes what an old kernel says against hv-vpindex. */
const asValues = (selection: Selection): Selection => ({
  ...selection,
  overrides: selection.overrides.map((row) => ({ ...row, form: "value" })),
});

describe.each(["qemu-argv", "qemu-line", "libvirt-domain"])("%s", (id) => {
  test("means the same when it is read back, for every profile", () => {
    for (const { name, selection } of everyProfile(catalog)) {
      // How RHEL's own types lay out vCPUs nobody recorded: the domain then says so.
      if (id === "libvirt-domain" && (selection.vcpus ?? 1) > 1 && layoutOf(catalog, selection) === undefined) continue;
      const read = readBack(id, selection);
      expect({ name, is: read && meaning(read) }).toEqual({ name, is: meaning(selection) });
    }
  });

  test("means the same when it is read back, for drawn selections that start and that it carries whole", () => {
    let whole = 0;
    fc.assert(
      fc.property(drawnSelection(catalog), (drawn) => {
        const selection = id === "libvirt-domain" ? asValues(drawn) : drawn;
        // What QEMU refuses may need no word in a domain: an unknown name that is off.
        if (resolveVm(catalog, selection).starts !== "yes") return;
        // A version of a model has another name in libvirt, for which the oldest machine types may pin other values.
        if (id === "libvirt-domain" && /-v\d+$/.test(selection.cpu)) return;
        const read = readBack(id, selection);
        if (read === undefined) return;
        whole += 1;
        expect(meaning(read)).toEqual(meaning(selection));
      }),
      { numRuns: 1000 },
    );
    expect(whole).toBeGreaterThan(20);
  });
});

/** What a text says in the tool's own words or through arguments, as outcomes of these properties. */
function saidOutcomes(id: string, selection: Selection): readonly [name: string, before: string, after: string][] {
  const { text, said, notes } = FORMATS.find((format) => format.id === id)!.print(catalog, selection, header);
  const { vms } = readConfig(catalog, text);
  expect({ text, machines: vms.length }).toEqual({ text, machines: 1 });
  const of = (vm: Selection) => new Map(resolveVm(catalog, vm).outcomes.map((row) => [row.property, row]));
  const [before, after] = [of(selection), of({ ...vms[0]!.vm, host: selection.host })];
  const outcome = (rows: typeof before, name: string): string => {
    const row = rows.get(name);
    return row ? worth(row) : "none";
  };
  expect(notes.length).toBeGreaterThan(0);
  return said
    .filter(({ way, property }) => way !== "nothing" && before.has(property))
    .map(({ property }) => [property, outcome(before, property), outcome(after, property)]);
}

test.each(["kubevirt-vmi", "proxmox"])("%s: what it says is read back, for every profile", (id) => {
  let count = 0;
  for (const { name, selection } of everyProfile(catalog))
    for (const [property, before, after] of saidOutcomes(id, selection)) {
      count += 1;
      expect({ name, property, is: after }).toEqual({ name, property, is: before });
    }
  expect(count).toBeGreaterThan(100);
});
