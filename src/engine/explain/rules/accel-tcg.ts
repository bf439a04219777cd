// Paravirtual flags of a VM that runs without KVM: most of them then do nothing.
import { factOf } from "../context.ts";
import type { Rule } from "../rule.ts";

export const accelTcg: Rule = {
  id: "ACCEL-TCG",
  find: (context) => {
    const { selection, catalog, config } = context;
    if (selection.accel !== "tcg" || !config.tellsAccel) return [];
    const asked = catalog.features.filter(
      ({ family, property }) =>
        (family === "kvm" || family === "hyperv") &&
        property?.scope === "cpu" &&
        property.name !== "kvm" &&
        context.isOn(property.name),
    );
    const isHost = context.selection.cpu === "host";
    const [first] = asked;
    if (first === undefined && !isHost) return [];
    const names = asked.map((feature) => feature.property?.name ?? feature.id);
    const property = [...(isHost ? ["-cpu host"] : []), ...names].join(", ");
    const subject = isHost ? "host" : (names[0] ?? "");
    return [
      {
        severity: "error",
        subject,
        say: isHost ? "ACCEL-TCG/host" : "ACCEL-TCG",
        args: { property },
        span: isHost ? context.spanOf("cpu") : context.spanOf(names[0] ?? ""),
        facts: first ? [factOf(first, "property.since")] : [],
        fixes: [
          {
            title: "Use KVM",
            isSafe: false,
            changes: [{ op: "set-option", option: "accel", value: "kvm" }],
          },
        ],
      },
    ];
  },
};
