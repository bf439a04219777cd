import { expect, test } from "vitest";
import { copyOfCatalog } from "#testing/parsed-catalog.ts";
import { ownEvidenceCheck } from "./own-evidence.ts";

test.each(["property.since", "libvirt.since", "problems", "migration.section"])(
  "%s has evidence of its own",
  (path) => {
    const catalog = copyOfCatalog();
    expect(ownEvidenceCheck.check(catalog)).toEqual([]);
    const { value } = catalog.features.find(({ value }) => value.id === "hv-time")!;
    delete value.evidence[path];
    expect(ownEvidenceCheck.check(catalog)).toEqual([
      { where: `features/hyperv/hv-time.json: ${path}`, message: "this fact has no evidence of its own" },
    ]);
  },
);
