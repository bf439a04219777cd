// An enlightenment without one that QEMU makes it require: QEMU refuses to start.
import { factOf, propertyOf } from "../context.ts";
import type { Rule } from "../rule.ts";
import { adding, hasHyperv, missingFor } from "./changes.ts";

/** What is asked for and misses something; under hv-passthrough the host fills in what there is. */
export const depMissing: Rule = {
  id: "DEP-MISSING",
  find: (context) => {
    if (context.isOn("hv-passthrough") || !hasHyperv(context)) return [];
    return context.enlightenments().flatMap((feature) => {
      const missing = missingFor(context, feature);
      const [first] = missing;
      if (first === undefined) return [];
      const property = propertyOf(feature);
      const names = missing.map(propertyOf);
      const element = context.kind === "libvirt" ? missing.find((row) => row.libvirt?.path === "clock") : undefined;
      return [
        {
          severity: "error" as const,
          subject: property,
          say: element === undefined ? ("DEP-MISSING" as const) : ("DEP-MISSING/libvirt" as const),
          args: {
            property,
            needs: names.join(", "),
            other: element ? propertyOf(element) : "",
            element: element?.libvirt?.on ?? "",
          },
          span: context.spanOf(property),
          facts: [factOf(feature, "requires")],
          fixes: [adding(names, true, property)],
        },
      ];
    });
  },
};
