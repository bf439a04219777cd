// A result is either a value or the complete list of what was wrong with the input; nothing throws for bad input.

/** One thing wrong with some input: where it is, which rule it breaks, and a sentence for people. */
export interface Issue {
  /** Stable id of the broken rule, e.g. `schema`, `reference`, `unknown-option`. */
  readonly rule: string;
  readonly message: string;
  /** Where: a file, an option name, or a path inside a document. */
  readonly where?: string;
  /** Offset into the text that was parsed, in UTF-16 units, where the input is text. */
  readonly offset?: number;
  readonly length?: number;
}

export type Result<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly issues: readonly Issue[] };

export const ok = <T>(value: T): Result<T> => ({ ok: true, value });

export const fail = (...issues: readonly Issue[]): Result<never> => ({ ok: false, issues });

/** Makes a forgotten case of a union a compile error, and a bug if it is reached all the same. */
export function assertNever(value: never): never {
  throw new Error(`unexpected case: ${JSON.stringify(value)}`);
}
