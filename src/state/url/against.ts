// What the CPUID view compares with, as a link writes it: a word, or what is different there. A pinned VM is a link of its own.
import type { Codec } from "./codecs.ts";

export const AGAINST_KINDS = [
  "before",
  "defaults",
  "host",
  "kernel",
  "qemu",
  "machine",
  "cpu",
  "vendor",
  "vm",
] as const;
export type AgainstKind = (typeof AGAINST_KINDS)[number];

export interface Against {
  readonly kind: AgainstKind;
  /** The name that is different there; for `vm` a link; empty for `before` and `defaults`. */
  readonly name: string;
}

/** Kinds that stand alone. */
const BARE: ReadonlySet<AgainstKind> = new Set(["before", "defaults"]);

const isKind = (text: string): text is AgainstKind => AGAINST_KINDS.some((kind) => kind === text);

/** Reads `qemu:9.2`; undefined when it is nothing of the kind. */
export function parseAgainst(text: string): Against | undefined {
  const [, kind = "", colon = "", name = ""] = /^([a-z]+)(:?)([^]*)$/.exec(text) ?? [];
  if (!isKind(kind) || BARE.has(kind) !== (colon === "") || (!BARE.has(kind) && name === "")) return undefined;
  return { kind, name };
}

export const printAgainst = ({ kind, name }: Against): string => (BARE.has(kind) ? kind : `${kind}:${name}`);

/** Kept as text in the state; empty is nothing. */
export const against: Codec<string> = {
  parse: (text) => (text === "" || parseAgainst(text) !== undefined ? text : undefined),
  print: (text) => text,
  expects: "defaults, before, or a name such as qemu:9.2 or machine:pc-q35-6.2",
};
