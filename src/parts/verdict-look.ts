// How a state looks everywhere: one tone, one glyph, one word. The word comes from the engine's table.
import type { VerdictState } from "#engine/resolved.ts";
import type { Tone } from "#ui/badge.tsx";

/** A verdict as shown: `on` also covers an opt-in that the selection asks for; `args` an opt-in that libvirt cannot say. */
export type Shown = VerdictState | "on" | "args";

export const TONES: Record<Shown, Tone> = {
  on: "on",
  default: "on",
  "opt-in": "miss",
  args: "miss",
  unavailable: "plain",
  "no-start": "no",
  unknown: "unk",
};

/** The shortest words for a state, as in the legend. */
export const SHORT: Record<Shown, string> = {
  on: "on",
  default: "on",
  "opt-in": "one flag",
  args: "QEMU arguments only",
  unavailable: "not here",
  "no-start": "no start",
  unknown: "unknown",
};
