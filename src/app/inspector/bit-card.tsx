import { lazy, Suspense } from "react";
import { hex } from "#base/u32.ts";
import type { Catalog } from "#catalog/open.ts";
import { bitInfo } from "#engine/flip.ts";
import type { Selection } from "#engine/selection.ts";
import { flip } from "#state/actions.ts";
import { leafTitle } from "#state/leaves.ts";
import { selectResolved } from "#state/selectors.ts";
import type { BitPlace } from "#engine/bit-place.ts";
import { Badge } from "#ui/badge.tsx";
import { Button } from "#ui/button.tsx";
import { Facts } from "#ui/facts.tsx";
import { Section } from "#ui/section.tsx";
import styles from "./inspector.module.css";

const FlagGates = lazy(async () => ({ default: (await import("./flag-gates.tsx")).FlagGates }));

interface BitCardProps {
  readonly catalog: Catalog;
  readonly selection: Selection;
  readonly place: BitPlace;
}

/** A bit that no feature of the catalogue owns: a CPU flag, a part of a field, or nothing that has a name. */
export function BitCard({ catalog, selection, place }: BitCardProps) {
  const { leaf, subleaf, register, bit } = place;
  const resolved = selectResolved(catalog, selection);
  const info = bitInfo(catalog, selection, resolved, place);
  return (
    <>
      <Section title="Bit">
        <p className={styles.name}>{info.name}</p>
        {info.meaning !== undefined && <p className={styles.purpose}>{info.meaning}</p>}
        <Badge tone={info.set ? "on" : "plain"}>{info.set ? "set" : "clear"}</Badge>
      </Section>
      <Section title={info.flag === undefined ? "Why" : "Why: the journey of the bit"}>
        <p>{info.why}</p>
        {info.flag !== undefined && (
          <Suspense fallback={<p className={styles.quiet}>Loading …</p>}>
            <FlagGates catalog={catalog} selection={selection} place={place} />
          </Suspense>
        )}
        {info.canFlip && (
          <div className={styles.actions}>
            <Button look="primary" onClick={() => flip(place)}>
              Flip the bit
            </Button>
          </div>
        )}
      </Section>
      <Section title="Where">
        <Facts
          facts={[
            {
              term: "CPUID",
              value: `${hex(leaf)}${subleaf > 0 ? `.${subleaf}` : ""} ${register.toUpperCase()}[${bit}]`,
            },
            { term: "Leaf", value: leafTitle(catalog, resolved, leaf, subleaf) },
          ]}
        />
      </Section>
    </>
  );
}
