import type { Catalog } from "#catalog/open.ts";
import { basePlatform } from "#engine/host.ts";
import { Badge, type Tone } from "#ui/badge.tsx";
import { Card } from "#ui/card.tsx";
import { PageLink } from "./page-link.tsx";
import { sinceText } from "./since-text.ts";
import styles from "./pages.module.css";

type State = "present" | "absent" | "unknown";

const TONES: Record<State, Tone> = { present: "on", absent: "plain", unknown: "unk" };

interface Row {
  readonly feature: string;
  readonly state: State;
  readonly text: string;
}

/** Where a host differs from its upstream base; what is not known is said with both possibilities. */
export function Backports({ catalog, id }: { readonly catalog: Catalog; readonly id: string }) {
  const platform = basePlatform(catalog, id);
  const rows = platform === undefined ? stableRows(catalog, id) : platform.backports.map(platformRow);
  const isOpaque = platform?.opaqueBackports === true;
  if (rows.length === 0 && !isOpaque) return null;
  const base = platform?.kernelBase ?? "its base";
  return (
    <Card title="Backports" hint={platform && `Against upstream Linux ${base}`}>
      <div className={styles.body}>
        {rows.length > 0 && (
          <ul className={styles.backports}>
            {rows.map(({ feature, state, text }) => (
              <li key={feature} className={styles.backport}>
                <PageLink page={{ kind: "feature", id: feature }} className={styles.link}>
                  {feature}
                </PageLink>
                <span>
                  <Badge tone={TONES[state]}>{state}</Badge>
                </span>
                <span className={styles.why}>{text}</span>
              </li>
            ))}
          </ul>
        )}
        {isOpaque && (
          <p className={styles.quiet}>
            This kernel takes many backports that nobody has listed. What Linux {base} lacks is therefore not known
            here: either it was taken over, and a guest can see it, or it was not, and it is as upstream.
          </p>
        )}
      </div>
    </Card>
  );
}

function platformRow({ feature, state, note }: Catalog["platforms"][number]["backports"][number]): Row {
  const both =
    "either the backport is there and KVM reports it, or it is not and the answer is that of the base kernel";
  return {
    feature,
    state,
    text: state === "unknown" ? [note, `Not proven: ${both}.`].filter(Boolean).join(" ") : (note ?? ""),
  };
}

/** What the stable series of an upstream kernel got after its .0 release. */
function stableRows(catalog: Catalog, id: string): readonly Row[] {
  return catalog.stableBackports
    .filter(({ series }) => id === `linux-${series}`)
    .map(({ feature, absentIn, presentIn }) => ({
      feature,
      state: "present",
      text: `In its stable series from ${sinceText(presentIn)} on; up to ${sinceText(absentIn)} absent. Between the two not known: either already there, or not yet.`,
    }));
}
