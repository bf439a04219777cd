// Values of a link's keys, as text and back. A parser answers undefined for what it cannot read.
import { parseU32 } from "#base/u32.ts";
import type { Register } from "#catalog/schema/common.ts";
import { parsePage } from "../catalogue-page.ts";
import { leafId } from "../leaf-id.ts";
import type { Focus } from "../view.ts";

export interface Codec<T> {
  readonly parse: (text: string) => T | undefined;
  readonly print: (value: T) => string;
  /** What a good value looks like, for the notice. */
  readonly expects: string;
}

const REGISTERS = ["eax", "ebx", "ecx", "edx"] as const satisfies readonly Register[];

export function oneOf<T extends string>(...values: readonly T[]): Codec<T> {
  return {
    parse: (text) => values.find((value) => value === text),
    print: (value) => value,
    expects: values.join(" or "),
  };
}

export const matching = (pattern: RegExp, expects: string): Codec<string> => ({
  parse: (text) => (pattern.test(text) ? text : undefined),
  print: (value) => value,
  expects,
});

/** Values with commas between them; an empty text is an empty list. */
export const listOf = <T>(item: Codec<T>, expects: string): Codec<readonly T[]> => ({
  parse: (text) => {
    if (text === "") return [];
    const items = text.split(",").map(item.parse);
    return items.every((value) => value !== undefined) ? items : undefined;
  },
  print: (values) => values.map(item.print).join(","),
  expects,
});

export const versionText = matching(/^\d+(\.\d+)*$/, "a version such as 6.12");

/** A page of the catalogue view, kept as text. */
export const page: Codec<string> = {
  parse: (text) => (parsePage(text) === undefined ? undefined : text),
  print: (value) => value,
  expects: "a page such as feature:kvm-asyncpf-int",
};

/** A name of QEMU's: machine type, CPU model. May be empty: QEMU's own default. */
export const qemuName = matching(/^[A-Za-z0-9._+-]*$/, "a name such as pc-q35-9.2");

export const onOff: Codec<boolean> = {
  parse: (text) => (text === "on" ? true : text === "off" ? false : undefined),
  print: (value) => (value ? "on" : "off"),
  expects: "on or off",
};

export const hexWord: Codec<number> = {
  parse: parseU32,
  print: (value) => `0x${value.toString(16)}`,
  expects: "a 32-bit number such as 0x40000001",
};

export const count: Codec<number> = {
  parse: (text) => (/^[1-9]\d{0,5}$/.test(text) ? Number(text) : undefined),
  print: String,
  expects: "a whole number from 1",
};

/** Leaf, sub-leaf if it is not 0, register, bit. */
const BIT = /^([^.:]+)(?:\.(\d{1,2}))?:([a-z]+):(\d{1,2})$/;

export const focus: Codec<Focus> = {
  parse: (text) => {
    if (/^[a-z0-9][a-z0-9.-]*$/.test(text)) return { kind: "feature", id: text };
    const [, number = "", sub = "0", name, bitText] = BIT.exec(text) ?? [];
    const leaf = parseU32(number);
    const register = REGISTERS.find((known) => known === name);
    const bit = Number(bitText);
    if (leaf === undefined || register === undefined || bit > 31) return undefined;
    return { kind: "bit", leaf, subleaf: Number(sub), register, bit };
  },
  print: (value) => (value.kind === "feature" ? value.id : `${leafId(value)}:${value.register}:${value.bit}`),
  expects: "a feature or a bit such as 0x40000001:eax:14 or 0x7.1:eax:4",
};
