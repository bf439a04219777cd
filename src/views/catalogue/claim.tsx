import type { TalkClaim } from "#catalog/schema/talk.ts";
import { Badge } from "#ui/badge.tsx";
import { PageLink } from "./page-link.tsx";
import { Sources } from "./raw-evidence.tsx";
import { TALK_TONES, TALK_WORDS } from "./talk-look.ts";
import styles from "./claim.module.css";

interface ClaimProps {
  readonly claim: TalkClaim;
  /** The feature on whose page it stands; it needs no link to itself. */
  readonly on?: string | undefined;
}

/** One statement of the talk: what it said, what is true now, and from where. */
export function Claim({ claim, on }: ClaimProps) {
  const features = claim.features.filter((id) => id !== on);
  return (
    <article className={styles.claim} aria-label={claim.claim}>
      <p className={styles.said}>{claim.claim}</p>
      <div className={styles.pill}>
        <Badge tone={TALK_TONES[claim.verdict]}>{TALK_WORDS[claim.verdict]}</Badge>
        {claim.since !== undefined && <span className={styles.quiet}>since {claim.since}</span>}
      </div>
      <p className={styles.now}>
        <b>Now:</b> {claim.now}
      </p>
      {features.length > 0 && (
        <p className={styles.features}>
          {features.map((id) => (
            <PageLink key={id} page={{ kind: "feature", id }} className={styles.feature}>
              {id}
            </PageLink>
          ))}
        </p>
      )}
      <details className={styles.evidence}>
        <summary>
          Evidence <span className={styles.quiet}>{claim.evidence.length}</span>
        </summary>
        <Sources evidence={claim.evidence} />
      </details>
    </article>
  );
}
