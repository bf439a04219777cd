// No feature requires itself, however far round.
import type { DataCheck } from "./check.ts";

export const cyclesCheck: DataCheck = {
  name: "dependency-cycle",
  scope: "features",
  check: ({ features }) => {
    const requires = new Map(
      features.map(({ value }) => [value.id, value.requires.map((relation) => relation.feature)]),
    );
    return features
      .filter(({ value }) => reaches(requires, value.id, value.id, new Set()))
      .map(({ file, value }) => ({ where: `${file}: requires`, message: `${value.id} requires itself` }));
  },
};

function reaches(
  graph: ReadonlyMap<string, readonly string[]>,
  from: string,
  target: string,
  seen: Set<string>,
): boolean {
  for (const next of graph.get(from) ?? []) {
    if (next === target) return true;
    if (seen.has(next)) continue;
    seen.add(next);
    if (reaches(graph, next, target, seen)) return true;
  }
  return false;
}
