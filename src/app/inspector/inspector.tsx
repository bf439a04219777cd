import { lazy, Suspense } from "react";
import type { Catalog } from "#catalog/open.ts";
import type { Selection } from "#engine/selection.ts";
import { useApp, useCatalog } from "#state/use-app.ts";
import type { Focus } from "#state/view.ts";
import { BitCard } from "./bit-card.tsx";
import { FeatureCard } from "./feature-card.tsx";
import { PointCard } from "./point-card.tsx";

const TokenCard = lazy(async () => ({ default: (await import("./token-card.tsx")).TokenCard }));

/** What is looked at, explained: what the pointer or the keyboard rests on, else what was chosen last. */
export function Inspector() {
  const catalog = useCatalog();
  const selection = useApp((app) => app.selection);
  const focus = useApp((app) => app.view.focus);
  const peek = useApp((app) => app.peek);
  const isExplaining = useApp((app) => app.view.name === "explain");
  if (isExplaining)
    return (
      <Suspense>
        <TokenCard />
      </Suspense>
    );
  if (peek === undefined) return explain(catalog, focus, selection, true);
  if (peek.focus === undefined) return <PointCard catalog={catalog} selection={peek.selection} />;
  return explain(catalog, peek.focus, peek.selection, peek.selection === selection);
}

function explain(catalog: Catalog, focus: Focus, selection: Selection, isHere: boolean) {
  if (focus.kind === "bit") return <BitCard catalog={catalog} selection={selection} place={focus} />;
  const feature = catalog.featureById.get(focus.id);
  if (feature === undefined) return <p>The catalogue has no feature {focus.id}.</p>;
  return <FeatureCard catalog={catalog} feature={feature} selection={selection} isHere={isHere} />;
}
