// Register words: unsigned at bit 31, and every way of writing one can be read back.
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  and,
  bit,
  bitIndexes,
  bits,
  hasAll,
  hasBit,
  hex,
  or,
  parseU32,
  popCount,
  textWord,
  u32,
  without,
  wordText,
} from "./u32.ts";

const word = fc.nat(0xffffffff);
const index = fc.nat(31);

describe("words are unsigned", () => {
  it("bit 31 is not negative", () => {
    expect(bit(31)).toBe(2147483648);
    expect(or(bit(31), 1)).toBe(0x80000001);
    expect(and(0xffffffff, 0x80000000)).toBe(0x80000000);
    expect(without(0xffffffff, 1)).toBe(0xfffffffe);
    expect(u32(-1)).toBe(0xffffffff);
    expect(u32(0x1_0000_0001)).toBe(1);
  });

  it("whatever is done to them", () => {
    fc.assert(
      fc.property(word, word, (a, b) => {
        for (const made of [or(a, b), and(a, b), without(a, b), u32(a + b), u32(-a)]) {
          expect(Number.isInteger(made) && made >= 0 && made <= 0xffffffff).toBe(true);
        }
      }),
    );
  });

  it("the operations are those of sets of bits", () => {
    fc.assert(
      fc.property(word, word, index, (a, b, i) => {
        expect(hasBit(or(a, b), i)).toBe(hasBit(a, i) || hasBit(b, i));
        expect(hasBit(and(a, b), i)).toBe(hasBit(a, i) && hasBit(b, i));
        expect(hasBit(without(a, b), i)).toBe(hasBit(a, i) && !hasBit(b, i));
        expect(hasAll(a, b)).toBe(without(b, a) === 0);
      }),
    );
  });
});

describe("bits and indexes", () => {
  it("are each other's reverse", () => {
    fc.assert(fc.property(word, (a) => void expect(bits(bitIndexes(a))).toBe(a)));
    fc.assert(
      fc.property(
        fc.uniqueArray(index),
        (indexes) => void expect(bitIndexes(bits(indexes))).toEqual(indexes.toSorted((a, b) => a - b)),
      ),
    );
  });

  it("are counted", () => {
    expect([popCount(0), popCount(0x0100007b), popCount(0xffffffff)]).toEqual([0, 7, 32]);
    expect(bitIndexes(0x80000001)).toEqual([0, 31]);
  });
});

describe("hex", () => {
  it("is 0x and eight digits, and reads back", () => {
    expect([hex(0), hex(0xffffffff), hex(0x0100007b)]).toEqual(["0x00000000", "0xffffffff", "0x0100007b"]);
    fc.assert(
      fc.property(word, (a) => {
        expect(hex(a)).toMatch(/^0x[0-9a-f]{8}$/);
        expect(parseU32(hex(a))).toBe(a);
        expect(parseU32(String(a))).toBe(a);
        expect(parseU32(` ${hex(a).toUpperCase().replace("0X", "0x")}\n`)).toBe(a);
      }),
    );
  });

  it.each(["", "0x", "abc", "-1", "+1", "1.5", "1e3", "0x1ffffffff", "4294967296", "0b1", "0o7", "1 2", "0xg"])(
    "%j is no word",
    (text) => expect(parseU32(text)).toBeUndefined(),
  );

  it.each([
    ["0", 0],
    ["007", 7],
    ["0X1f", 31],
    ["4294967295", 0xffffffff],
  ])("%s is %i", (text, value) => expect(parseU32(text)).toBe(value));

  it("never throws", () => {
    fc.assert(
      fc.property(fc.string(), (text) => void expect(["number", "undefined"]).toContain(typeof parseU32(text))),
    );
  });
});

describe("signature texts", () => {
  it("are little-endian", () => {
    expect(wordText(0x4b4d564b)).toBe("KVMK");
    expect(textWord("KVMK")).toBe(0x4b4d564b);
    expect([0, 4, 8].map((at) => hex(textWord("Microsoft Hv", at)))).toEqual([
      "0x7263694d",
      "0x666f736f",
      "0x76482074",
    ]);
    expect(textWord("M")).toBe(0x4d);
    expect(wordText(0)).toBe("");
    expect(wordText(0x00410141)).toBe("A·A");
  });

  it("read back, when printable", () => {
    const printable = fc.array(fc.integer({ min: 0x20, max: 0x7e }), { maxLength: 4 });
    fc.assert(
      fc.property(printable, (codes) => {
        const text = String.fromCharCode(...codes);
        expect(wordText(textWord(text))).toBe(text);
      }),
    );
  });
});
