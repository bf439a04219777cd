import { Suspense, use } from "react";
import type { TalkClaims } from "#catalog/schema/talk.ts";
import { groupBy } from "#state/group-by.ts";
import { catalogAddress } from "#state/load-catalog.ts";
import { Badge } from "#ui/badge.tsx";
import { Card } from "#ui/card.tsx";
import { Claim } from "./claim.tsx";
import { hasWords } from "./feature-rows.ts";
import { FindBox, useFind } from "./find-box.tsx";
import { loadTalk, TALK_FILE } from "./talk.ts";
import { claimText, countVerdicts, TALK_TONES, TALK_WORDS } from "./talk-look.ts";
import styles from "./talk-list.module.css";

const HINT = "“How hard could it be to flip a bit?”, KVM Forum 2021, statement by statement";

/** The talk, fact-checked: its checkable statements by topic. */
export function TalkList() {
  return (
    <Suspense
      fallback={
        <Card title="The talk, fact-checked" hint={HINT}>
          <p className={styles.quiet}>Loading the statements …</p>
        </Card>
      }
    >
      <Loaded />
    </Suspense>
  );
}

function Loaded() {
  const talk = use(loadTalk());
  if (talk !== undefined) return <Statements talk={talk} />;
  return (
    <Card title="The talk, fact-checked" hint={HINT}>
      <p className={styles.quiet}>This catalogue has no statements of the talk.</p>
    </Card>
  );
}

function Statements({ talk: { claims } }: { readonly talk: TalkClaims }) {
  const find = useFind();
  const found = claims.filter((claim) => hasWords(claimText(claim), find));
  const topics = [...groupBy(found, ({ topic }) => topic)];
  return (
    <>
      <Card title="The talk, fact-checked" hint={HINT} actions={<a href={catalogAddress(TALK_FILE)}>The raw file</a>}>
        <ul className={styles.counts} aria-label="Verdicts">
          {countVerdicts(claims).map(([verdict, count]) => (
            <li key={verdict} className={styles.count}>
              <b className={styles.figure}>{count}</b>
              <Badge tone={TALK_TONES[verdict]}>{TALK_WORDS[verdict]}</Badge>
            </li>
          ))}
        </ul>
        <FindBox
          label="Search the statements"
          placeholder="default, Hyper-V, migration …"
          found={
            found.length === claims.length
              ? `${claims.length} statements`
              : `${found.length} of ${claims.length} statements`
          }
        />
        {topics.map(([topic, group]) => (
          <section key={topic} aria-label={topic}>
            <h3 className={styles.topic}>{topic}</h3>
            {group.map((claim) => (
              <Claim key={claim.id} claim={claim} />
            ))}
          </section>
        ))}
      </Card>
    </>
  );
}
