// Configurations of real users: what is found in them, and how they are mended. Data in cases/, each with its source.
import { describe, expect, it } from "vitest";
import type { Finding } from "#engine/explain/finding.ts";
import { explainText } from "#formats/config/explain.ts";
import { repairText } from "#formats/config/repair.ts";
import { readConfig } from "#formats/config/index.ts";
import { settleOverrides } from "#formats/settled.ts";
import { realCatalog } from "#testing/catalog.ts";
import { resolveVm } from "#engine/resolve.ts";
import { readExplainOptions, type ExplainRequest } from "./explain-options.ts";
import more from "./cases/more.json" with { type: "json" };
import users from "./cases/users.json" with { type: "json" };

interface Case {
  readonly id: string;
  readonly inputKind: string;
  readonly input: string;
  readonly fixed: string | null;
  readonly host: Readonly<Record<string, unknown>>;
  /** The rules whose fixes make the expected text; unset: all that are expected. */
  readonly repairs?: readonly string[];
  /** Flags that the expected text, in another tool's words, leaves out. */
  readonly unsaid?: readonly string[];
  readonly expectedFindings: readonly { readonly rule: string; readonly severity: string; readonly subject: string }[];
}

const catalog = realCatalog();
const text = (value: unknown): string | undefined => (typeof value === "string" ? value : undefined);
const list = (value: unknown): string | undefined => (Array.isArray(value) ? value.join(",") : undefined);

/** The facts of a case as the command line's options. */
function requestOf({ host }: Case): ExplainRequest {
  const guest = host["guest"];
  return {
    qemu: text(host["qemu"]),
    kernel: text(host["kernel"]),
    vendor: text(host["vendor"]) ?? list(host["vendors"]),
    platform: text(host["platform"]),
    hyperv: host["hyperv"] !== "none",
    guest: guest === "linux" || guest === "windows" ? guest : undefined,
    wantMigration: host["wantMigration"] === true,
    hostCpu: text(host["cpu"]),
    fleet: list(host["fleet"]),
    tscScaling: host["tscScaling"] === true,
    tscFrequency: text(host["tscFrequency"]),
    qemuFrom: text(host["qemuFrom"]),
    qemuTo: text(host["qemuTo"]),
  };
}

function optionsOf(row: Case) {
  const options = readExplainOptions(catalog, requestOf(row));
  if (!options.ok) throw new Error(options.issues.map(({ message }) => message).join("\n"));
  return options.value;
}

/** What a text comes to: the flags as QEMU takes them, and what the guest then reads. */
function meaningOf(row: Case, config: string) {
  const { kind, vms } = readConfig(catalog, config);
  const [vm] = vms;
  if (!vm) throw new Error(`no VM in ${config}`);
  const flags = [...settleOverrides(catalog, vm.vm.overrides)]
    .map(([name, { value }]) => `${name}=${value}`)
    // Every CPU shows that bit by itself.
    .filter((flag) => flag !== "hypervisor=on" && !row.unsaid?.includes(flag))
    .toSorted();
  const said = { cpu: vm.vm.cpu, flags };
  // In another tool's words machine and accelerator are left to that tool.
  if (kind !== readConfig(catalog, row.input).kind || row.unsaid) return said;
  const { outcomes, starts, leaves } = resolveVm(catalog, { ...vm.vm, host: optionsOf(row).host });
  return { ...said, machine: vm.vm.machine, mode: vm.cpuMode, accel: vm.vm.accel, outcomes, starts, leaves };
}

const own = more.cases as unknown as readonly Case[];
const cases = [...(users.cases as unknown as readonly Case[]), ...own];

describe.each(cases)("$id", (row) => {
  it("finds what is wrong", () => {
    const { findings } = explainText(catalog, row.input, optionsOf(row));
    const found = findings.map(({ finding: { rule, severity } }) => `${rule} ${severity}`);
    expect(found).toEqual(
      expect.arrayContaining(row.expectedFindings.map(({ rule, severity }) => `${rule} ${severity}`)),
    );
    const isExpected = (text: string): boolean =>
      row.expectedFindings.some(({ rule, severity }) => `${rule} ${severity}` === text);
    expect(found.filter((text) => text.endsWith(" error") && !isExpected(text))).toEqual([]);
  });
});

describe.each(cases.filter(({ fixed }) => fixed !== null))("$id", (row) => {
  it("is mended as it should be", () => {
    const wanted = ({ rule, severity }: Finding): boolean =>
      row.repairs?.includes(rule) ??
      row.expectedFindings.some((finding) => finding.rule === rule && finding.severity === severity);
    const repaired = repairText(catalog, row.input, optionsOf(row), { all: true, wanted });
    expect(meaningOf(row, repaired)).toEqual(meaningOf(row, row.fixed ?? ""));
  });
});

describe.each(own)("$id", (row) => {
  it("is taken for what it is, and each finding is about the right thing", () => {
    const { document, findings } = explainText(catalog, row.input, optionsOf(row));
    const found = findings.map(({ finding: { rule, severity, subject } }) => `${rule} ${severity} ${subject}`);
    expect(document.kind).toBe(row.inputKind);
    expect(found).toEqual(
      expect.arrayContaining(
        row.expectedFindings.map(({ rule, severity, subject }) => `${rule} ${severity} ${subject}`),
      ),
    );
    const rules = new Set(row.expectedFindings.map(({ rule }) => rule));
    expect(found.filter((text) => text.includes(" warning ") && !rules.has(text.split(" ")[0] ?? ""))).toEqual([]);
  });
});
