// Hands a few reusable elements to the many items that scroll past: an item keeps its slot as long as nobody else needs it.

const FREE = -1;

/** Slots by number; elements are kept by whoever owns the slots. */
export class Slots {
  readonly #items: number[] = [];
  readonly #slots = new Map<number, number>();

  get count(): number {
    return this.#items.length;
  }

  /** The item in a slot; undefined for a free one. */
  itemAt(slot: number): number | undefined {
    const item = this.#items[slot];
    return item === FREE ? undefined : item;
  }

  slotOf(item: number): number | undefined {
    return this.#slots.get(item);
  }

  /** Gives every wanted item a slot, taking those of items that are no longer wanted. Returns the slots that changed. */
  assign(wanted: readonly number[]): number[] {
    const missing = wanted.filter((item) => !this.#slots.has(item));
    if (missing.length === 0) return [];
    const keep = new Set(wanted);
    const spare = this.#items.flatMap((item, slot) => (keep.has(item) ? [] : [slot]));
    return missing.map((item) => {
      const slot = spare.pop() ?? this.#items.push(FREE) - 1;
      const before = this.#items[slot] ?? FREE;
      if (before !== FREE) this.#slots.delete(before);
      this.#items[slot] = item;
      this.#slots.set(item, slot);
      return slot;
    });
  }

  /** Frees all slots, for items that mean something else from now on. */
  clear(): void {
    this.#items.fill(FREE);
    this.#slots.clear();
  }
}
