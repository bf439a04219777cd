// One key of a link: how it is written, and how it is read into the state.
import type { Selection } from "#engine/selection.ts";
import type { ViewState } from "../view.ts";
import type { Codec } from "./codecs.ts";

/** The part of the state that a link holds. */
export interface LinkState {
  readonly selection: Selection;
  readonly view: ViewState;
}

export interface Field {
  readonly key: string;
  /** The value as text; undefined when there is none to write. */
  readonly print: (state: LinkState) => string | undefined;
  /** The state with the value of that text; undefined when it cannot be read. */
  readonly parse: (text: string, state: LinkState) => LinkState | undefined;
  readonly expects: string;
}

/** A key whose value a codec writes and reads. */
export function field<T>(
  key: string,
  codec: Codec<T>,
  get: (state: LinkState) => T | undefined,
  set: (state: LinkState, value: T) => LinkState,
): Field {
  return {
    key,
    expects: codec.expects,
    print: (state) => {
      const value = get(state);
      return value === undefined ? undefined : codec.print(value);
    },
    parse: (text, state) => {
      const value = codec.parse(text);
      return value === undefined ? undefined : set(state, value);
    },
  };
}
