// 32-bit register words. Every word passes through `>>> 0` here: `1 << 31` is negative in JavaScript, and bit 31 is a real CPUID bit.

/** A register word, 0 to 0xffffffff. */
export type U32 = number;

/** Reduces any number to an unsigned 32-bit word. */
export const u32 = (value: number): U32 => value >>> 0;

/** A word with one bit set; `index` is 0 (lowest) to 31. */
export const bit = (index: number): U32 => (1 << index) >>> 0;

/** A word with each bit of the list set. */
export const bits = (indexes: readonly number[]): U32 => indexes.reduce((word, i) => or(word, bit(i)), 0);

export const or = (a: U32, b: U32): U32 => (a | b) >>> 0;

export const and = (a: U32, b: U32): U32 => (a & b) >>> 0;

/** The bits of `a` that are not in `b`. */
export const without = (a: U32, b: U32): U32 => (a & ~b) >>> 0;

export const hasBit = (word: U32, index: number): boolean => ((word >>> index) & 1) === 1;

/** True when every bit of `mask` is set in `word`. */
export const hasAll = (word: U32, mask: U32): boolean => and(word, mask) === mask;

/** The indexes of the set bits, lowest first. */
export function bitIndexes(word: U32): number[] {
  const indexes: number[] = [];
  for (let i = 0; i < 32; i += 1) if (hasBit(word, i)) indexes.push(i);
  return indexes;
}

export const popCount = (word: U32): number => bitIndexes(word).length;

/** `0x` and eight lower-case hex digits, the way CPUID tools print a word. */
export const hex = (word: U32): string => `0x${u32(word).toString(16).padStart(8, "0")}`;

/** Reads `0x...` hex or a plain decimal; `undefined` when it is neither or does not fit in 32 bits. */
export function parseU32(text: string): U32 | undefined {
  const trimmed = text.trim();
  if (!/^(0x[0-9a-f]+|[0-9]+)$/i.test(trimmed)) return undefined;
  const value = Number(trimmed);
  return value <= 0xffffffff ? value : undefined;
}

/** The four characters of a little-endian signature word, e.g. 0x4b4d564b is "KVMK". Unprintable bytes become `·`, zero bytes nothing. */
export function wordText(word: U32): string {
  let text = "";
  for (let shift = 0; shift < 32; shift += 8) {
    const byte = (word >>> shift) & 0xff;
    if (byte !== 0) text += byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : "·";
  }
  return text;
}

/** Up to four ASCII characters as a little-endian word; the reverse of {@link wordText}. */
export function textWord(text: string, at = 0): U32 {
  let word = 0;
  for (let i = 0; i < 4; i += 1) word = or(word, (text.charCodeAt(at + i) || 0) << (8 * i));
  return word;
}
