// What QEMU of this release says itself: about machine type and CPU model, and every refusal that no other rule explains.
import { nearNames } from "#base/near.ts";
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

export const machineUnknown: Rule = {
  id: "MACHINE-UNKNOWN",
  find: (context) => {
    const { catalog, selection } = context;
    const [first] = problemsOf(context, "machine-unsupported").filter(({ severity }) => severity === "error");
    if (!first) return [];
    const near = nearNames(selection.machine, [...catalog.machineByName.keys(), "q35", "pc", "microvm"]);
    const known = catalog.machineByName.get(selection.machine);
    const { introduced, removed: gone } = known?.version ?? {};
    return [
      {
        severity: "error",
        subject: selection.machine,
        say: known ? "MACHINE-UNKNOWN/release" : "MACHINE-UNKNOWN",
        args: {
          machine: selection.machine,
          quote: quote(first),
          near: near.length > 0 ? ` Did you mean ${near.join(" or ")}?` : "",
          range: [
            ...(introduced ? [`came in ${introduced.replace("<=", "")}`] : []),
            ...(gone ? [`went in ${gone}`] : []),
          ].join(" and "),
        },
        span: context.spanOf("machine"),
        facts: known ? [{ file: known.board.file, path: "versions" }] : [],
        fixes: known?.board.alias
          ? [
              {
                title: `Use ${known.board.alias}, its newest`,
                isSafe: false,
                changes: [{ op: "set-machine", machine: known.board.alias }],
              },
            ]
          : [],
      },
    ];
  },
};

export const cpuUnknown: Rule = {
  id: "CPU-UNKNOWN",
  find: (context) => {
    const { catalog, selection, options } = context;
    const [first] = problemsOf(context, "cpu-unsupported");
    if (!first) return [];
    const near = nearNames(selection.cpu, [...catalog.cpuByName.keys()]);
    const known = catalog.cpuByName.get(selection.cpu);
    const [nearest] = near;
    return [
      {
        severity: "error",
        subject: selection.cpu,
        say: known ? "CPU-UNKNOWN/release" : "CPU-UNKNOWN",
        args: {
          model: selection.cpu,
          quote: quote(first),
          near: near.length > 0 ? ` Did you mean ${near.join(" or ")}?` : "",
          since: known?.introduced?.replace("<=", "") ?? "",
          qemu: options.host.qemu ?? "",
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
  find: (context) =>
    problemsOf(context, "machine-deprecated", "cpu-deprecated", "userspace-apic-deprecated").map((problem): Found => ({
      severity: "warning",
      subject: problem.rule === "machine-deprecated" ? context.selection.machine : context.selection.cpu,
      say: "DEPRECATED",
      args: { quote: quote(problem) },
      span: context.spanOf(problem.rule === "machine-deprecated" ? "machine" : "cpu"),
      facts: [],
      fixes: [],
    })),
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
