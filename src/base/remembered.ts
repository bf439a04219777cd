// Computes an answer once for each key.

/** A function that remembers what it answered, by the key's identity. An answer of undefined is asked for again. */
export function remembered<K, V>(answer: (key: K) => V): (key: K) => V {
  const known = new Map<K, V>();
  return (key) => {
    const found = known.get(key);
    if (found !== undefined) return found;
    const made = answer(key);
    known.set(key, made);
    return made;
  };
}
