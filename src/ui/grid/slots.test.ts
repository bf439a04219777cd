import { expect, test } from "vitest";
import { Slots } from "./slots.ts";

const shown = (slots: Slots, items: readonly number[]) => items.map((item) => slots.slotOf(item));

test("items keep their slots, and new ones take those that nobody wants", () => {
  const slots = new Slots();
  expect(slots.assign([0, 1, 2])).toEqual([0, 1, 2]);
  expect(slots.assign([1, 2, 3])).toEqual([0]);
  expect(shown(slots, [0, 1, 2, 3])).toEqual([undefined, 1, 2, 0]);
  expect(slots.assign([1, 2, 3])).toEqual([]);
  expect(slots.count).toBe(3);
});

test("a long way of scrolling needs no more slots than the widest window, and each wanted item has its own", () => {
  const slots = new Slots();
  for (let first = 0; first < 200; first += 3) {
    const wanted = Array.from({ length: 10 + (first % 4) }, (_, index) => first + index);
    slots.assign(wanted);
    const used = shown(slots, wanted);
    expect(new Set(used).size).toBe(wanted.length);
    expect(used.map((slot) => slots.itemAt(slot ?? -1))).toEqual(wanted);
  }
  expect(slots.count).toBe(13);
});

test("cleared slots are free and used again", () => {
  const slots = new Slots();
  slots.assign([5, 6]);
  slots.clear();
  expect(slots.itemAt(0)).toBeUndefined();
  expect(slots.slotOf(5)).toBeUndefined();
  expect(slots.assign([7]).length).toBe(1);
  expect(slots.count).toBe(2);
});
