import { stateText } from "#engine/words.ts";
import { Badge } from "#ui/badge.tsx";
import { SHORT, TONES, type Shown } from "./verdict-look.ts";
import { VerdictMark } from "./verdict-mark.tsx";

/** A verdict in colour, glyph and words. */
export function VerdictPill({ state }: { readonly state: Shown }) {
  return (
    <Badge tone={TONES[state]}>
      <VerdictMark state={state} />
      {state === "on" ? "on, as asked" : state === "args" ? SHORT.args : stateText(state)}
    </Badge>
  );
}
