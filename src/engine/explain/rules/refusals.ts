// What QEMU of this release says itself: about machine type and CPU model, and every refusal that no other rule explains.
import { nearNames } from "#base/near.ts";
import { versionText } from "#base/version.ts";
import type { MachineEntry } from "#catalog/open.ts";
import { cpuExists } from "../../cpu.ts";
import type { Problem, ProblemRule } from "../../resolved.ts";
import type { RuleContext } from "../context.ts";
import type { Finding } from "../finding.ts";
import type { Rule } from "../rule.ts";

type Found = Omit<Finding, "rule">;

const problemsOf = (context: RuleContext, ...rules: readonly ProblemRule[]): readonly Problem[] =>
  context.resolved().problems.filter(({ rule }) => rules.includes(rule));

const quote = ({ text }: Problem): string => text.replace(/^warning: /, "");

/** Other rules say these better, or they follow from what those rules say. */
const EXPLAINED: readonly ProblemRule[] = [
  "machine-unsupported",
  "cpu-unsupported",
  "property-unknown",
  "property-value",
  "hyperv-requires",
  "hyperv-not-supported",
  "hyperv-absent-abort",
  "hyperv-absent-fatal",
  "vcpu-init-failed",
  "host-unknown",
  "accel-host-model",
];

/** A QEMU that nobody told is the newest: what that has no more may well be there on an older one. */
const severityOf = ({ options }: RuleContext, isAnyRelease: boolean): "error" | "warning" =>
  isAnyRelease || options.told.qemu ? "error" : "warning";

export const machineUnknown: Rule = {
  id: "MACHINE-UNKNOWN",
  find: (context) => {
    const { catalog, selection } = context;
    const { machine } = selection;
    const [first] = problemsOf(context, "machine-unsupported").filter(({ severity }) => severity === "error");
    if (!first) return [];
    const known = catalog.machineByName.get(machine);
    const alias = known ? known.board.alias : boardOfOwn(machine);
    const near = nearNames(machine, [...catalog.machineByName.keys(), "q35", "pc", "microvm"]);
    return [
      {
        severity: severityOf(context, known === undefined && alias === undefined),
        subject: machine,
        say: known ? "MACHINE-UNKNOWN/release" : alias ? "MACHINE-UNKNOWN/downstream" : "MACHINE-UNKNOWN",
        args: {
          machine,
          qemu: versionText(context.point().qemu.version),
          quote: quote(first),
          near: orNear(near),
          range: known ? lifeOf(context, known) : "",
        },
        span: context.spanOf("machine"),
        facts: known ? [{ file: known.board.file, path: "versions" }] : [],
        fixes: alias
          ? [
              {
                title: `Use ${alias}, its newest`,
                isSafe: false,
                changes: [{ op: "set-machine", machine: alias }],
              },
            ]
          : [],
      },
    ];
  },
};

const orNear = (near: readonly string[]): string => (near.length > 0 ? ` Did you mean ${near.join(" or ")}?` : "");

/** Why this release does not have a type: it is older than the type, or newer than its end. */
function lifeOf(context: RuleContext, { version: row, board }: MachineEntry): string {
  const { qemu } = context.point();
  if (row.introduced && !qemu.has({ since: row.introduced })) return `it came in ${row.introduced.replace("<=", "")}`;
  if (row.removed && qemu.has({ since: row.removed })) return `it went in ${row.removed}`;
  return board.downstream === undefined ? "this build has it not" : `it is a type of ${board.downstream}`;
}

/** Distributions name types of their own after a board and their release: pc-i440fx-focal, pc-q35-rhel9.4.0. */
function boardOfOwn(machine: string): string | undefined {
  const board = /^pc-(i440fx|q35)-[a-z]/.exec(machine)?.[1];
  return board === "i440fx" ? "pc" : board;
}

export const cpuUnknown: Rule = {
  id: "CPU-UNKNOWN",
  find: (context) => {
    const { catalog, selection } = context;
    const { qemu } = context.point();
    if (selection.cpu === "" || cpuExists(catalog, selection.cpu, qemu)) return [];
    const message = qemu.message("cpu-unsupported", "cpu-unsupported", { name: selection.cpu });
    const near = nearNames(selection.cpu, [...catalog.cpuByName.keys()]);
    const known = catalog.cpuByName.get(selection.cpu);
    const [nearest] = near;
    return [
      {
        severity: severityOf(context, known === undefined),
        subject: selection.cpu,
        say: known ? "CPU-UNKNOWN/release" : "CPU-UNKNOWN",
        args: {
          model: selection.cpu,
          quote: message ? quote(message) : "",
          near: orNear(near),
          since: known?.introduced?.replace("<=", "") ?? "?",
          qemu: versionText(qemu.version),
        },
        span: context.spanOf("cpu"),
        facts: known ? [{ file: known.model.file, path: "introduced" }] : [],
        fixes:
          known || nearest === undefined
            ? []
            : [{ title: `Use ${nearest}`, isSafe: false, changes: [{ op: "set-cpu", model: nearest }] }],
      },
    ];
  },
};

export const deprecated: Rule = {
  id: "DEPRECATED",
  find: (context) => {
    const { selection, options } = context;
    // Defaults that nobody wrote are not this text's.
    const rules: readonly ProblemRule[] = [
      ...(selection.machine === "" ? [] : (["machine-deprecated"] as const)),
      ...(selection.cpu === "" ? [] : (["cpu-deprecated", "userspace-apic-deprecated"] as const)),
    ];
    return problemsOf(context, ...rules).map((problem): Found => ({
      severity: options.told.qemu ? "warning" : "info",
      subject: problem.rule === "machine-deprecated" ? selection.machine : selection.cpu,
      say: "DEPRECATED",
      args: { qemu: versionText(context.point().qemu.version), quote: quote(problem) },
      span: context.spanOf(problem.rule === "machine-deprecated" ? "machine" : "cpu"),
      facts: [],
      fixes: [],
    }));
  },
};

export const qemuRefuses: Rule = {
  id: "QEMU-REFUSES",
  find: (context) =>
    context
      .resolved()
      .problems.filter(({ severity, rule }) => severity === "error" && !EXPLAINED.includes(rule))
      .map((problem): Found => ({
        severity: "error",
        subject: problem.property ?? context.selection.machine,
        say: "QEMU-REFUSES",
        args: { quote: problem.text },
        span: context.spanOf(problem.property ?? "machine"),
        facts: [],
        fixes: [],
      })),
};
