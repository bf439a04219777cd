// Finds the names that a mistyped one may have meant, for messages.

/** No name of anything is longer; comparing costs the product of both lengths. */
const LONGEST = 80;

/** Up to `most` names near a written one, nearest first; none when nothing is near. */
export function nearNames(written: string, names: readonly string[], most = 3): readonly string[] {
  if (written.length > LONGEST) return [];
  const wanted = written.toLowerCase();
  const limit = Math.max(2, Math.floor(wanted.length / 3));
  return names
    .map((name) => ({ name, distance: nameDistance(wanted, name.toLowerCase()) }))
    .filter(({ distance }) => distance <= limit)
    .toSorted((a, b) => a.distance - b.distance || (a.name < b.name ? -1 : 1))
    .slice(0, most)
    .map(({ name }) => name);
}

/** The near names as the end of a sentence: `; did you mean a, b or c?`, or nothing. */
export function didYouMean(written: string, names: readonly string[]): string {
  const near = nearNames(written, names);
  const last = near.at(-1);
  if (last === undefined) return "";
  return `; did you mean ${near.length === 1 ? last : `${near.slice(0, -1).join(", ")} or ${last}`}?`;
}

/** Number of characters to insert, drop or change; a beginning that fits counts as near. */
function nameDistance(a: string, b: string): number {
  if (a === b) return 0;
  if (a.length >= 3 && b.startsWith(a)) return 1;
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const changed = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(changed, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
