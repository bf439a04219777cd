// Some facts need evidence of their very own: what proves libvirt's element of today does not prove since when it is there.
import type { DataCheck } from "./check.ts";

export const ownEvidenceCheck: DataCheck = {
  name: "own-evidence",
  scope: "features",
  check: ({ features }) =>
    features.flatMap(({ file, value }) => {
      const filled: [string, boolean][] = [
        ["property.since", value.property?.since !== undefined && value.property.since !== null],
        ["libvirt.since", typeof value.libvirt?.since === "string"],
        ["problems", (value.problems ?? []).length > 0],
        ["migration.section", (value.migration?.section ?? []).length > 0],
      ];
      return filled
        .filter(([path, isFilled]) => isFilled && !(path in value.evidence))
        .map(([path]) => ({ where: `${file}: ${path}`, message: "this fact has no evidence of its own" }));
    }),
};
