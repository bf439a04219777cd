// A host whose KVM has no Hyper-V emulation: some flags are silent there, some abort QEMU.
import { factOf, propertyOf } from "../context.ts";
import type { Change } from "../finding.ts";
import type { Rule } from "../rule.ts";

export const hostNoHyperv: Rule = {
  id: "HOST-NO-HYPERV",
  find: (context) => {
    const { options, selection, catalog } = context;
    if (options.host.hyperv || selection.accel !== "kvm") return [];
    const asked = catalog.features.filter(
      (feature) => feature.family === "hyperv" && context.asked(propertyOf(feature)) !== undefined,
    );
    const [first] = asked;
    if (first === undefined) return [];
    const refusal = context.resolved().problems.find(({ severity }) => severity === "error");
    return [
      {
        severity: "error",
        subject: "hv-*",
        say: refusal ? "HOST-NO-HYPERV/stops" : "HOST-NO-HYPERV",
        args: { properties: asked.map(propertyOf).join(", "), quote: refusal?.text ?? "" },
        span: context.spanOf(propertyOf(first)),
        facts: [factOf(first, "reports")],
        fixes: [
          {
            title: "Remove all hv-* flags",
            isSafe: true,
            changes: asked.map((feature): Change => ({ op: "remove-property", property: propertyOf(feature) })),
          },
        ],
      },
    ];
  },
};
