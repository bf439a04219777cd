import type { BundledFeature } from "#catalog/bundle-types.ts";
import type { Feature } from "#catalog/schema/feature.ts";
import { visibleFeatures } from "#engine/verdict.ts";
import { showInMatrix } from "#state/catalogue-actions.ts";
import { useCatalog } from "#state/use-app.ts";
import { Button } from "#ui/button.tsx";
import { Card } from "#ui/card.tsx";
import type { Fact } from "#ui/facts.tsx";
import { FactList } from "./fact-list.tsx";
import { FeatureBits } from "./feature-bits.tsx";
import { FeatureChanges } from "./feature-changes.tsx";
import { FeatureRelations } from "./feature-relations.tsx";
import { FeatureSince } from "./feature-since.tsx";
import { FeatureSnippet } from "./feature-snippet.tsx";
import { FeatureTalk } from "./feature-talk.tsx";
import { FeatureUse } from "./feature-use.tsx";
import { PageHead } from "./page-head.tsx";
import { RawEvidence } from "./raw-evidence.tsx";
import { VerdictHere } from "./verdict-here.tsx";
import styles from "./pages.module.css";

/** Everything that the catalogue holds about one feature. */
export function FeaturePage({ id }: { readonly id: string }) {
  const catalog = useCatalog();
  const feature = catalog.featureById.get(id);
  if (feature === undefined) return <p>The catalogue has no feature {id}.</p>;
  return (
    <>
      <PageHead
        list="features"
        listTitle="Features"
        title={feature.id}
        actions={
          visibleFeatures(catalog).includes(feature) && (
            <>
              <VerdictHere feature={feature} />
              <Button look="primary" onClick={() => showInMatrix(id)}>
                Show in the matrix
              </Button>
            </>
          )
        }
      >
        <p className={styles.lead}>
          <b>{feature.title}.</b> {feature.purpose} {feature.effect}
        </p>
      </PageHead>
      <Card title="What it is">
        <div className={styles.body}>
          <FactList facts={facts(feature)} />
        </div>
      </Card>
      <FeatureBits catalog={catalog} feature={feature} />
      <FeatureSince catalog={catalog} feature={feature} />
      <FeatureUse catalog={catalog} feature={feature} />
      <FeatureRelations feature={feature} />
      <FeatureSnippet feature={feature} />
      <FeatureTalk id={id} />
      <FeatureChanges id={id} />
      <Card title="Evidence, fact by fact" hint="Where each comes from, and how sure that makes it">
        <div className={styles.body}>
          <RawEvidence file={feature.file} pick={evidenceOf} />
        </div>
      </Card>
    </>
  );
}

// The build checked the file against its schema.
const evidenceOf = (raw: unknown): Feature["evidence"] => (raw as Partial<Feature> | undefined)?.evidence ?? {};

const FAMILIES = { kvm: "KVM", hyperv: "Hyper-V (enlightenments)", xen: "Xen", vmware: "VMware" } as const;

const KINDS = {
  feature: "a feature that the guest sees",
  setting: "a setting: it fills in a value",
  switch: "a switch: it changes how others behave",
  host: "a matter of the host alone",
  proposal: "proposed, never merged",
} as const;

const SCOPES = { cpu: "-cpu", machine: "-machine", accel: "-accel" } as const;

function facts({ family, kind, guests, property }: BundledFeature): readonly Fact[] {
  const rows: readonly (readonly [string, string | undefined])[] = [
    ["Family", FAMILIES[family]],
    ["Kind", KINDS[kind]],
    ["Guests", guests],
    ["QEMU property", property === undefined ? "none" : property.name],
    ["Also written", property?.aliases.join(", ")],
    ["Given with", property && SCOPES[property.scope]],
    ["Type", property?.type],
    ["Value", property?.syntax],
  ];
  return rows.flatMap(([term, value]) => (value ? [{ term, value }] : []));
}
