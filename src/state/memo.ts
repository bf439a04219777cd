// Derived answers are computed once a selection and forgotten with it; nothing derived is stored.
import type { Catalog } from "#catalog/open.ts";
import type { Selection } from "#engine/selection.ts";

type Compute<A extends readonly unknown[], T> = (catalog: Catalog, selection: Selection, ...rest: A) => T;

/** Remembers an answer by the identity of catalogue and selection, and by the further arguments written as JSON. */
export function bySelection<A extends readonly unknown[], T>(compute: Compute<A, T>): Compute<A, T> {
  const catalogs = new WeakMap<Catalog, WeakMap<Selection, Map<string, T>>>();
  return (catalog, selection, ...rest) => {
    const selections = getOrMake(catalogs, catalog, () => new WeakMap<Selection, Map<string, T>>());
    const answers = getOrMake(selections, selection, () => new Map<string, T>());
    const key = rest.length === 0 ? "" : JSON.stringify(rest);
    const known = answers.get(key);
    if (known !== undefined) return known;
    const answer = compute(catalog, selection, ...rest);
    answers.set(key, answer);
    return answer;
  };
}

/** Remembers an answer by the identity of the catalogue alone. */
export function byCatalog<T>(compute: (catalog: Catalog) => T): (catalog: Catalog) => T {
  const answers = new WeakMap<Catalog, { readonly answer: T }>();
  return (catalog) => getOrMake(answers, catalog, () => ({ answer: compute(catalog) })).answer;
}

function getOrMake<K extends object, V>(map: WeakMap<K, V>, key: K, make: () => V): V {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = make();
  map.set(key, made);
  return made;
}
