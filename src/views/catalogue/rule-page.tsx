import { Suspense, use } from "react";
import type { RulePage as Page } from "#catalog/schema/rule-page.ts";
import { loadRaw } from "#state/load-raw.ts";
import { useCatalog } from "#state/use-app.ts";
import { Card } from "#ui/card.tsx";
import { CopyButton } from "#ui/copy-button.tsx";
import { PageHead } from "./page-head.tsx";
import { RawEvidence } from "./raw-evidence.tsx";
import { SeverityBadge } from "./severity-badge.tsx";
import styles from "./pages.module.css";

/** One rule: what it means, what to do, and a configuration that breaks it beside one that does not. */
export function RulePage({ id }: { readonly id: string }) {
  const rule = useCatalog().rules.find((row) => row.id === id);
  if (rule === undefined) return <p>The catalogue has no rule {id}.</p>;
  return (
    <>
      <PageHead list="rules" listTitle="Rules" title={rule.id}>
        <p className={styles.lead}>
          {rule.title}.{" "}
          {rule.severities.map((severity) => (
            <SeverityBadge key={severity} severity={severity} />
          ))}
        </p>
      </PageHead>
      <Suspense fallback={<p className={styles.quiet}>Loading the page …</p>}>
        <Loaded file={rule.file} />
      </Suspense>
      <Card title="Evidence of the rule">
        <div className={styles.body}>
          {/* The build checked the file against its schema. */}
          <RawEvidence file={rule.file} pick={(raw) => ({ [rule.id]: (raw as Page).evidence })} />
        </div>
      </Card>
    </>
  );
}

function Loaded({ file }: { readonly file: string }) {
  const raw = use(loadRaw(file));
  if (raw.status !== "ready") return <p className={styles.quiet}>The page could not be had.</p>;
  const { means, todo, bad, good } = raw.json as Page;
  return (
    <>
      <Card title="What it means">
        <div className={styles.body}>
          <p>{means}</p>
          <p>{todo}</p>
        </div>
      </Card>
      <Example title="Found here" example={bad} />
      <Example title="Not here" example={good} />
    </>
  );
}

function Example({ title, example: { text, options } }: { readonly title: string; readonly example: Page["bad"] }) {
  return (
    <Card title={title} actions={<CopyButton text={() => text} name={`Copy: ${title}`} />}>
      <div className={styles.body}>
        <pre className={styles.code}>{text}</pre>
        <p className={styles.quiet}>
          <code>flipbit explain {[...options, "-"].join(" ")}</code>
        </p>
      </div>
    </Card>
  );
}
