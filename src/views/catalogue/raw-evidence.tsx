import { Suspense, use, useState } from "react";
import type { Evidence } from "#catalog/schema/common.ts";
import { EvidenceList } from "#parts/evidence-list.tsx";
import { catalogAddress } from "#state/load-catalog.ts";
import { forgetRaw, loadRaw } from "#state/load-raw.ts";
import { Button } from "#ui/button.tsx";
import { schemaOf } from "./files.ts";
import styles from "./pages.module.css";

/** Measurements are published beside the facts. */
const observedAddress = (source: string): string | undefined =>
  /^observed\/[\w.-]+$/.test(source) ? catalogAddress(source) : undefined;

export const Sources = ({ evidence }: { readonly evidence: readonly Evidence[] }) => (
  <EvidenceList evidence={evidence} addressOf={observedAddress} />
);

export type EvidenceByPath = Readonly<Record<string, readonly Evidence[]>>;

interface RawEvidenceProps {
  readonly file: string;
  /** Where in the file the evidence is, by the fact that it backs. */
  readonly pick: (raw: unknown) => EvidenceByPath;
}

/** The evidence of a file by fact, fetched when it is shown, and the way to the file itself. */
export function RawEvidence({ file, pick }: RawEvidenceProps) {
  const [attempt, setAttempt] = useState(0);
  const retry = () => {
    forgetRaw(file);
    setAttempt(attempt + 1);
  };
  return (
    <>
      <Suspense fallback={<p className={styles.quiet}>Loading the evidence …</p>}>
        <Loaded key={attempt} file={file} pick={pick} onRetry={retry} />
      </Suspense>
      <p className={styles.files}>
        <a href={catalogAddress(file)}>The raw facts: {file}</a>
        <a href={catalogAddress(schemaOf(file))}>Their JSON Schema</a>
      </p>
    </>
  );
}

function Loaded({ file, pick, onRetry }: RawEvidenceProps & { readonly onRetry: () => void }) {
  const raw = use(loadRaw(file));
  if (raw.status === "failed")
    return (
      <div>
        <p className={styles.quiet}>The evidence could not be had. {raw.message}.</p>
        <Button onClick={onRetry}>Try again</Button>
      </div>
    );
  const entries = raw.status === "ready" ? Object.entries(pick(raw.json)) : [];
  if (entries.length === 0) return <p className={styles.quiet}>The file names no evidence for this.</p>;
  return <Paths entries={entries} />;
}

function Paths({ entries }: { readonly entries: readonly (readonly [string, readonly Evidence[]])[] }) {
  return (
    <dl className={styles.paths}>
      {entries.map(([path, evidence]) => (
        <div key={path} className={styles.path}>
          <dt>
            <code>{path}</code>
          </dt>
          <dd>
            <Sources evidence={evidence} />
          </dd>
        </div>
      ))}
    </dl>
  );
}
