import type { BundledFeature } from "#catalog/bundle-types.ts";
import { Card } from "#ui/card.tsx";
import { PageLink } from "./page-link.tsx";
import styles from "./pages.module.css";

type Relation = BundledFeature["requires"][number];

/** What it needs, goes well with, and cannot be had with. */
export function FeatureRelations({ feature }: { readonly feature: BundledFeature }) {
  const { requires, recommends, conflicts, needs, vendors } = feature;
  const others = [...needs, ...vendors.map((vendor) => `${vendor === "amd" ? "an AMD" : "an Intel"} host`)];
  if (requires.length + recommends.length + conflicts.length + others.length === 0) return null;
  return (
    <Card title="Needs and conflicts">
      <div className={styles.body}>
        <Related title="Requires" relations={requires} />
        <Related title="Goes well with" relations={recommends} />
        {others.length > 0 && (
          <>
            <h3 className={styles.sub}>Also needs</h3>
            <ul className={styles.notes}>
              {others.map((need) => (
                <li key={need}>{need}</li>
              ))}
            </ul>
          </>
        )}
        {conflicts.length > 0 && (
          <>
            <h3 className={styles.sub}>Not with</h3>
            <ul className={styles.notes}>
              {conflicts.map((conflict) => (
                <li key={conflict.with}>
                  {conflict.feature === undefined ? (
                    <code>{conflict.with}</code>
                  ) : (
                    <PageLink page={{ kind: "feature", id: conflict.feature }}>{conflict.with}</PageLink>
                  )}
                  {conflict.reason !== undefined && `: ${conflict.reason}`}
                </li>
              ))}
            </ul>
          </>
        )}
      </div>
    </Card>
  );
}

function Related({ title, relations }: { readonly title: string; readonly relations: readonly Relation[] }) {
  if (relations.length === 0) return null;
  return (
    <>
      <h3 className={styles.sub}>{title}</h3>
      <ul className={styles.notes}>
        {relations.map(({ feature, check, since, reason }) => (
          <li key={feature}>
            <PageLink page={{ kind: "feature", id: feature }}>{feature}</PageLink>
            {reason !== undefined && `: ${reason}`}
            {check === "fatal" && (
              <span className={styles.small}>
                {" "}
                QEMU refuses without it{since !== undefined && ` from ${since} on`}.
              </span>
            )}
          </li>
        ))}
      </ul>
    </>
  );
}
