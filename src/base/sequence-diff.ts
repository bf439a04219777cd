// Which items of two lists are the same ones. Items that occur once on both sides are anchors (patience diff), between them the
// shortest edit is looked for (Myers 1986) up to a limit, so that the work stays bounded whatever comes in.

/** Places of one item in both lists. */
export type Match = readonly [before: number, after: number];

/** More edits than this between two anchors are not unravelled: everything there counts as replaced. */
const MOST_EDITS = 1000;

/** Matching places, growing on both sides; what no match names went or came. */
export function matchSequences(before: readonly string[], after: readonly string[]): readonly Match[] {
  const numbers = new Map<string, number>();
  const numbered = (items: readonly string[]): Int32Array =>
    Int32Array.from(items, (item) => {
      const known = numbers.get(item) ?? numbers.size;
      numbers.set(item, known);
      return known;
    });
  const [a, b] = [numbered(before), numbered(after)];
  const matches: Match[] = [];
  let [i, j] = [0, 0];
  for (const [x, y] of [...anchors(a, b, numbers.size), [a.length, b.length] as const]) {
    for (const [p, q] of matchBetween(a.subarray(i, x), b.subarray(j, y))) matches.push([i + p, j + q]);
    if (x < a.length && y < b.length) matches.push([x, y]);
    [i, j] = [x + 1, y + 1];
  }
  return matches;
}

/** The longest row of items that occur once on both sides and stand in the same order there. */
function anchors(a: Int32Array, b: Int32Array, count: number): readonly Match[] {
  const [inA, inB] = [placesOfSingles(a, count), placesOfSingles(b, count)];
  const pairs: Match[] = [];
  a.forEach((item, at) => {
    if ((inA[item] ?? -1) >= 0 && (inB[item] ?? -1) >= 0) pairs.push([at, inB[item] ?? 0]);
  });
  return longestRise(pairs);
}

/** Where each item stands; negative for those that stand nowhere or more than once. */
function placesOfSingles(items: Int32Array, count: number): Int32Array {
  const places = new Int32Array(count).fill(-1);
  items.forEach((item, at) => {
    places[item] = places[item] === -1 ? at : -2;
  });
  return places;
}

/** The longest subsequence whose second places grow, by piles as in the card game. */
function longestRise(pairs: readonly Match[]): readonly Match[] {
  const tops: number[] = [];
  const under = new Int32Array(pairs.length);
  pairs.forEach(([, place], index) => {
    let [low, high] = [0, tops.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((pairs[tops[middle] ?? 0]?.[1] ?? 0) < place) low = middle + 1;
      else high = middle;
    }
    under[index] = tops[low - 1] ?? -1;
    tops[low] = index;
  });
  const rise: Match[] = [];
  for (let at = tops.at(-1) ?? -1; at >= 0; at = under[at] ?? -1) {
    const pair = pairs[at];
    if (pair) rise.push(pair);
  }
  return rise.toReversed();
}

function matchBetween(a: Int32Array, b: Int32Array): readonly Match[] {
  const shorter = Math.min(a.length, b.length);
  let head = 0;
  while (head < shorter && a[head] === b[head]) head += 1;
  let tail = 0;
  while (tail < shorter - head && a[a.length - 1 - tail] === b[b.length - 1 - tail]) tail += 1;
  const middle = shortestEdit(a.subarray(head, a.length - tail), b.subarray(head, b.length - tail));
  return [
    ...Array.from({ length: head }, (_, at): Match => [at, at]),
    ...middle.map(([x, y]): Match => [head + x, head + y]),
    ...Array.from({ length: tail }, (_, at): Match => [a.length - tail + at, b.length - tail + at]),
  ];
}

/** Myers' greedy search; without matches when there are none or the limit is reached. */
function shortestEdit(a: Int32Array, b: Int32Array): readonly Match[] {
  if (a.length === 0 || b.length === 0) return [];
  const most = Math.min(a.length + b.length, MOST_EDITS);
  // reach[most + k]: how far into `a` the diagonal k (place in a less place in b) has come.
  const reach = new Int32Array(2 * most + 3).fill(-1);
  reach[most + 1] = 0;
  const rounds: Int32Array[] = [];
  for (let edits = 0; edits <= most; edits += 1) {
    rounds.push(reach.slice(most - edits, most + edits + 2));
    for (let k = -edits; k <= edits; k += 2) {
      let x = startOf(reach, most + k);
      while (x < a.length && x - k < b.length && a[x] === b[x - k]) x += 1;
      reach[most + k] = x;
      if (x >= a.length && x - k >= b.length) return walkBack(rounds, a.length, b.length);
    }
  }
  return [];
}

/** Whether a diagonal goes on from the one above, by an item more of `b`, or from the one below, by an item more of `a`. */
const isFromAbove = (reach: Int32Array, at: number): boolean => (reach[at - 1] ?? -1) < (reach[at + 1] ?? -1);

/** Where a diagonal starts in a round: beside the neighbour that has come further. */
const startOf = (reach: Int32Array, at: number): number =>
  isFromAbove(reach, at) ? (reach[at + 1] ?? 0) : (reach[at - 1] ?? 0) + 1;

function walkBack(rounds: readonly Int32Array[], fromX: number, fromY: number): readonly Match[] {
  const matches: Match[] = [];
  let [x, y] = [fromX, fromY];
  for (let edits = rounds.length - 1; edits >= 0; edits -= 1) {
    const round = rounds[edits] ?? new Int32Array();
    const k = x - y;
    const start = startOf(round, edits + k);
    while (x > start) {
      x -= 1;
      y -= 1;
      matches.push([x, y]);
    }
    if (isFromAbove(round, edits + k)) y -= 1;
    else x -= 1;
  }
  return matches.toReversed();
}
