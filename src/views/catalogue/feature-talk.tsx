import { Suspense, use } from "react";
import { Card } from "#ui/card.tsx";
import { Claim } from "./claim.tsx";
import { loadTalk } from "./talk.ts";

/** What the 2021 talk said of a feature, and whether it holds; nothing where it did not name it. */
export function FeatureTalk({ id }: { readonly id: string }) {
  return (
    <Suspense>
      <Claims id={id} />
    </Suspense>
  );
}

function Claims({ id }: { readonly id: string }) {
  const claims = use(loadTalk())?.claims.filter(({ features }) => features.includes(id)) ?? [];
  if (claims.length === 0) return null;
  return (
    <Card title="What the talk said" hint="“How hard could it be to flip a bit?”, KVM Forum 2021">
      {claims.map((claim) => (
        <Claim key={claim.id} claim={claim} on={id} />
      ))}
    </Card>
  );
}
