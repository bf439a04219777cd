// The journey of a feature's bit at one point: the engine's gates, and among them whether the selection asks for it.
import type { Catalog } from "#catalog/open.ts";
import type { BundledFeature } from "#catalog/bundle-types.ts";
import type { Gate, Reason, ReasonRule, Tri, VerdictState } from "#engine/resolved.ts";
import type { Selection } from "#engine/selection.ts";
import { flagText } from "#engine/reasons.ts";
import { gateTitle, outcomeText, reasonText } from "#engine/words.ts";
import { bySelection } from "./memo.ts";
import { selectResolved, selectVerdict } from "./selectors.ts";
import { askedFor, selectSeen, shownState } from "./tally.ts";

export interface JourneyGate {
  readonly gate: Gate;
  /** The engine's rule; absent for "asked for", which the flags decide. */
  readonly rule?: ReasonRule;
  readonly title: string;
  readonly open: Tri;
  readonly text: string;
  readonly since: string;
}

export interface Journey {
  readonly state: VerdictState | "on";
  readonly gates: readonly JourneyGate[];
  /** True when the guest reads the bit, flags and dependencies counted in. */
  readonly isSeen: boolean;
}

const gateOf = (reason: Reason): JourneyGate => ({
  gate: reason.gate,
  rule: reason.rule,
  title: gateTitle(reason.gate),
  open: reason.open,
  text: reasonText(reason),
  since: (reason.args["since"] ?? "").replace("<=", "≤ "),
});

/** The gates of a feature; "asked for" stands behind "on by default", where the bit's way goes on. */
export const selectJourney = bySelection((catalog, selection, featureId: string): Journey => {
  const { state, reasons } = selectVerdict(catalog, selection, featureId);
  const asked = askedFor(catalog, selection, featureId);
  const isSeen = selectSeen(catalog, selection).has(featureId);
  const gates = reasons.map(gateOf);
  const at = reasons.findLastIndex((reason) => reason.gate === "default");
  const feature = catalog.featureById.get(featureId);
  const askedGate = feature && askedReason({ catalog, selection, feature, state, asked, isSeen });
  if (at >= 0 && askedGate) gates.splice(at + 1, 0, askedGate);
  return { state: stateHere(catalog, selection, state, asked, isSeen), gates, isSeen };
});

/** The verdict with the flags laid over it; flags can also keep the whole VM from starting. */
function stateHere(
  catalog: Catalog,
  selection: Selection,
  state: VerdictState,
  asked: "on" | "off" | undefined,
  isSeen: boolean,
): Journey["state"] {
  if (selectResolved(catalog, selection).starts === "no") return "no-start";
  const shown = shownState(state, asked);
  return shown === "opt-in" && isSeen ? "on" : shown;
}

interface Asked {
  readonly catalog: Catalog;
  readonly selection: Selection;
  readonly feature: BundledFeature;
  readonly state: VerdictState;
  readonly asked: "on" | "off" | undefined;
  readonly isSeen: boolean;
}

function askedReason({ catalog, selection, feature, state, asked, isSeen }: Asked): JourneyGate | undefined {
  const asking = { gate: "asked", title: gateTitle("asked"), since: "" } as const;
  if (asked === "off") return { ...asking, open: "no", text: `No: the flags switch ${feature.id} off.` };
  if (asked === "on") {
    const outcome = selectResolved(catalog, selection).outcomes.find((row) => row.feature === feature.id)?.outcome;
    const but = outcome === undefined || isSeen ? "" : `, but: ${outcomeText(outcome)}`;
    return { ...asking, open: isSeen ? "yes" : "no", text: `Yes: ${flagText(feature)}${but}.` };
  }
  if (isSeen && state === "opt-in") return { ...asking, open: "yes", text: "Yes: another flag brings it along." };
  return state === "opt-in" ? { ...asking, open: "no", text: `Not yet: add ${flagText(feature)}` } : undefined;
}
