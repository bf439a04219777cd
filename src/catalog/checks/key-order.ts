// Keys come in the schema's order, so that files of one kind read alike and a diff shows only what changed.
import type { ParsedCatalog } from "../parsed.ts";
import type { DataCheck } from "./check.ts";

export const keyOrderCheck: DataCheck = {
  name: "key-order",
  scope: "features, layers, profiles, talk, changes",
  check: ({ features, layers, profiles, talk, changes }: ParsedCatalog) =>
    [...features, ...layers, ...profiles, talk, changes].flatMap(({ file, value, raw }) =>
      disordered(value, raw, "").map((path) => ({
        where: `${file}: ${path || "(whole file)"}`,
        message: "the keys are not in the schema's order",
      })),
    ),
};

/** Paths of objects whose keys come otherwise than in `value`, which the schema built anew in its own order. */
function disordered(value: unknown, raw: unknown, path: string): string[] {
  if (value === null || raw === null || typeof value !== "object" || typeof raw !== "object") return [];
  const keys = Object.keys(value);
  const below = keys.flatMap((key) =>
    disordered(Reflect.get(value, key), Reflect.get(raw, key), path ? `${path}.${key}` : key),
  );
  return Object.keys(raw).join("\n") === keys.join("\n") ? below : [path, ...below];
}
