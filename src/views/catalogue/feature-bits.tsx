import type { BundledFeature } from "#catalog/bundle-types.ts";
import type { Catalog } from "#catalog/open.ts";
import { BitStrip } from "#parts/bit-strip.tsx";
import { openPage } from "#state/catalogue-actions.ts";
import { Card } from "#ui/card.tsx";
import { registerPlaces, strip, type RegisterPlaces } from "./bit-places.ts";
import { sinceText } from "./since-text.ts";
import styles from "./feature-bits.module.css";

interface FeatureBitsProps {
  readonly catalog: Catalog;
  readonly feature: BundledFeature;
}

/** Where the feature stands in CPUID, in MSRs and among the hypercalls. */
export function FeatureBits({ catalog, feature }: FeatureBitsProps) {
  const { cpuid, reports, capabilities, msrs, hypercalls } = feature;
  const places = registerPlaces(cpuid.length > 0 ? cpuid : reports);
  if (places.length + capabilities.length + msrs.length + hypercalls.length === 0) return null;
  return (
    <Card title="Bits, MSRs, hypercalls" hint={cpuid.length > 0 ? "What QEMU sets for it" : "What KVM reports"}>
      <div className={styles.body}>
        {places.map((place) => (
          <Place key={`${place.leaf} ${place.register}`} catalog={catalog} id={feature.id} place={place} />
        ))}
        <Reports feature={feature} />
        {capabilities.length > 0 && (
          <ul className={styles.list} aria-label="Capabilities of KVM">
            {capabilities.map((row) => (
              <li key={`${row.name} ${row.vendor ?? ""} ${row.since}`}>
                <code>{row.name}</code> since Linux {sinceText(row.since)}
                {row.until !== undefined && ` until ${row.until}`}
                {row.vendor !== undefined && ` on ${row.vendor === "amd" ? "AMD" : "Intel"}`}
                {row.note !== undefined && <span className={styles.quiet}> {row.note}</span>}
              </li>
            ))}
          </ul>
        )}
        {msrs.length > 0 && (
          <ul className={styles.list} aria-label="MSRs">
            {msrs.map((msr) => (
              <li key={msr.index + msr.name}>
                <code>{msr.index}</code> <code>{msr.name}</code>
                {msr.note !== undefined && <span className={styles.quiet}> {msr.note}</span>}
              </li>
            ))}
          </ul>
        )}
        {hypercalls.length > 0 && (
          <ul className={styles.list} aria-label="Hypercalls">
            {hypercalls.map((call) => (
              <li key={call.name}>
                hypercall <code>{[call.number, call.name].filter(Boolean).join(" ")}</code>
              </li>
            ))}
          </ul>
        )}
      </div>
    </Card>
  );
}

interface PlaceProps {
  readonly catalog: Catalog;
  readonly id: string;
  readonly place: RegisterPlaces;
}

function Place({ catalog, id, place }: PlaceProps) {
  const { leaf, register } = place;
  return (
    <div className={styles.place}>
      <h3 className={styles.name}>
        <code>{leaf}</code> {register.toUpperCase()}
      </h3>
      {place.field.size < 32 && (
        <div className={styles.frame}>
          <BitStrip
            register={`${leaf} ${register.toUpperCase()}`}
            size="wide"
            bits={strip(catalog, id, place)}
            current={place.first}
            onFlip={(cell) => {
              if (cell.name !== id && catalog.featureById.has(cell.name)) openPage({ kind: "feature", id: cell.name });
            }}
          />
        </div>
      )}
      <ul className={styles.list}>
        {place.rows.map((row) => (
          <li key={`${row.where} ${row.meaning}`}>
            <code>{row.where}</code> {row.meaning}
            {row.when !== "" && <span className={styles.quiet}> {row.when}</span>}
          </li>
        ))}
      </ul>
    </div>
  );
}

/** What KVM itself reports, with the release of each bit; a feature's bits can come one after the other. */
function Reports({ feature: { reports, cpuid } }: { readonly feature: BundledFeature }) {
  if (cpuid.length === 0) return null;
  if (reports.length === 0) return <p className={styles.quiet}>KVM reports none of these bits itself.</p>;
  return (
    <ul className={styles.list} aria-label="Reported by KVM">
      {reports.map((row) => (
        <li key={`${row.leaf} ${row.register} ${row.bits.join()} ${row.since}`}>
          KVM reports{" "}
          <code>
            {row.leaf} {row.register.toUpperCase()}[{row.bits.join(",")}]
          </code>{" "}
          since Linux {sinceText(row.since)}
          {row.until !== undefined && ` until ${row.until}`}
          {row.vendor !== undefined && ` on ${row.vendor === "amd" ? "AMD" : "Intel"}`}
          {row.note !== undefined && <span className={styles.quiet}> {row.note}</span>}
        </li>
      ))}
    </ul>
  );
}
