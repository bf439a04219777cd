import { Suspense, use } from "react";
import { Card } from "#ui/card.tsx";
import { Change } from "./change.tsx";
import { loadChanges } from "./changes.ts";

/** What the catalogue once said otherwise of a feature, or did not say; nothing where no change names it. */
export function FeatureChanges({ id }: { readonly id: string }) {
  return (
    <Suspense>
      <Changes id={id} />
    </Suspense>
  );
}

function Changes({ id }: { readonly id: string }) {
  const changes = use(loadChanges())?.versions.flatMap((version) => version.changes) ?? [];
  const own = changes.filter(({ features }) => features.includes(id));
  if (own.length === 0) return null;
  return (
    <Card title="What changed in its facts" hint="From the catalogue's own changelog">
      {own.map((change) => (
        <Change key={change.id} change={change} on={id} />
      ))}
    </Card>
  );
}
