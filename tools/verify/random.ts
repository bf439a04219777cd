// Random choices that a seed repeats.

export interface Random {
  /** At least 0, below 1. */
  readonly next: () => number;
  /** One of the items; throws when there are none. */
  readonly pick: <Item>(items: readonly Item[]) => Item;
  /** True with this probability. */
  readonly chance: (probability: number) => boolean;
}

/** The generator "mulberry32" (Tommy Ettinger, public domain): 32 bits of state, good enough to spread test cases. */
export function openRandom(seed: number): Random {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  return {
    next,
    pick: (items) => {
      const item = items[Math.floor(next() * items.length)];
      if (item === undefined) throw new Error("nothing to pick from");
      return item;
    },
    chance: (probability) => next() < probability,
  };
}
