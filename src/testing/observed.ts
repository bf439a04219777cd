// What real programs answered (public/catalog/observed), for the golden tests.
// oxlint-disable-next-line no-restricted-imports -- the one door to the files on disk, for tests alone
import { readCatalog, readCatalogText } from "../../tools/read-catalog.ts";

export type MeasuredLeaf = Readonly<Record<"eax" | "ebx" | "ecx" | "edx", string>>;

/** One start of a real QEMU. */
export interface MeasuredCase {
  readonly name: string;
  readonly args: string;
  readonly starts: boolean;
  readonly messages: readonly string[];
  /** By leaf number in hex; leaves that are all zero are left out. */
  readonly leaves: Readonly<Record<string, MeasuredLeaf>>;
}

export interface MeasuredGuests {
  readonly qemu: string;
  readonly kernel: string;
  readonly cases: readonly MeasuredCase[];
}

/** What one kernel's KVM answered. */
export interface MeasuredHost {
  readonly kernel: string;
  readonly release: string;
  readonly capabilities: Readonly<Record<string, number>>;
  /** By number, of those that are not 0. */
  readonly allCapabilities: Readonly<Record<string, number>>;
  readonly supportedCpuid: readonly (MeasuredLeaf & { readonly leaf: string })[];
  readonly supportedHvCpuid: readonly (MeasuredLeaf & { readonly leaf: string })[];
  readonly pvMsrs: readonly string[];
}

/** The properties that were on after QEMU had made the vCPU. */
export interface MeasuredDefaults {
  readonly runs: readonly {
    readonly qemu: string;
    readonly machine: string;
    readonly cpu: string;
    readonly on: readonly string[];
    readonly values: Readonly<Record<string, number>>;
  }[];
}

let texts: ReadonlyMap<string, string> | undefined;

/** All measurements whose file name begins so, parsed; throws when there is none, so that no golden passes by being empty. */
export function observed<T>(prefix: string): readonly { readonly file: string; readonly value: T }[] {
  texts ??= readCatalog();
  const found = [...texts].filter(([file]) => file.startsWith(`observed/${prefix}`));
  if (found.length === 0) throw new Error(`nothing observed begins with ${prefix}`);
  return found.map(([file, text]) => ({ file, value: JSON.parse(text) as T }));
}

/** A measurement that is plain text, by its file's name. */
export const observedText = (name: string): string => readCatalogText(`observed/${name}`);
