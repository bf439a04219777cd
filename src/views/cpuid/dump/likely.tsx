import { useMemo } from "react";
import type { DecodedCpu } from "#engine/dump/compare.ts";
import { guessSelection, type Guess } from "#engine/dump/guess.ts";
import { select } from "#state/actions.ts";
import { printFlags } from "#state/flag-text.ts";
import { pointText } from "#state/point-text.ts";
import { useCatalog, useSelection } from "#state/use-app.ts";
import { Badge } from "#ui/badge.tsx";
import { Button } from "#ui/button.tsx";
import styles from "./dump.module.css";

const TONES = { exact: "on", nearly: "miss", not: "no" } as const;
const WORDS = { exact: "exact", nearly: "nearly", not: "not found" } as const;

/** The flags that would make this very dump on the chosen host, and how sure that is. */
export function Likely({ cpu }: { readonly cpu: DecodedCpu }) {
  const catalog = useCatalog();
  const selection = useSelection();
  const guess = useMemo(() => guessSelection(catalog, selection, cpu), [catalog, selection, cpu]);
  if (!guess) return null;
  const made = guess.selection;
  return (
    <div>
      <h3 className={styles.title}>
        Likely configuration <Badge tone={TONES[guess.sureness]}>{WORDS[guess.sureness]}</Badge>
      </h3>
      <p>{sentence(guess)}</p>
      {guess.sureness !== "not" && (
        <>
          <p className={styles.hint}>On {pointText(catalog, made)}:</p>
          <p>
            <code className={styles.flags}>
              {[
                made.accel === "tcg" && "accel=tcg",
                made.irqchip !== selection.irqchip && `kernel-irqchip=${made.irqchip}`,
                made.xenVersion !== undefined && `xen-version=0x${made.xenVersion.toString(16)}`,
                printFlags(made.overrides) || "no flags",
              ]
                .filter(Boolean)
                .join("  ")}
            </code>
          </p>
          <Button size="small" onClick={() => select(made)}>
            Take it over
          </Button>
        </>
      )}
    </div>
  );
}

function sentence({ sureness, differing, uncompared }: Guess): string {
  const open = uncompared > 0 ? ` ${uncompared} bits were not compared, since nobody can predict them.` : "";
  switch (sureness) {
    case "exact":
      return `These flags make every hypervisor leaf of the dump, bit for bit; others may do so too.${open}`;
    case "nearly":
      return `These flags make the hypervisor leaves of the dump but for ${differing} ${differing === 1 ? "bit" : "bits"}: machine type, QEMU or host may be others.${open}`;
    case "not":
      return "No flags were found that make the hypervisor leaves of the dump on the machine type, CPU model and host chosen here. Choose those that the guest ran on.";
  }
}
