// A feature of one CPU vendor on the other's hosts.
import { factOf, propertyOf } from "../context.ts";
import type { Rule } from "../rule.ts";
import { dropping, hasHyperv } from "./changes.ts";

const VENDORS = { intel: "Intel", amd: "AMD" } as const;

export const vendorOnly: Rule = {
  id: "VENDOR-ONLY",
  find: (context) => {
    const { catalog, options } = context;
    if (options.vendors.length === 0 || !hasHyperv(context)) return [];
    return catalog.features.flatMap((feature) => {
      const property = propertyOf(feature);
      const lacking = options.vendors.filter((vendor) => !feature.vendors.includes(vendor));
      if (feature.vendors.length === 0 || lacking.length === 0 || !context.isOn(property)) return [];
      const isAll = lacking.length === options.vendors.length;
      return [
        {
          severity: isAll ? ("error" as const) : ("warning" as const),
          subject: property,
          say: isAll ? ("VENDOR-ONLY" as const) : ("VENDOR-ONLY/fleet" as const),
          args: {
            property,
            vendor: feature.vendors.map((vendor) => VENDORS[vendor]).join(", "),
            lacking: lacking.map((vendor) => VENDORS[vendor]).join(", "),
          },
          span: context.spanOf(property),
          facts: [factOf(feature, "vendors")],
          // On a fleet of both it works for a part of the hosts.
          fixes: [dropping(property, isAll)],
        },
      ];
    });
  },
};
