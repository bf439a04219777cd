import { Suspense } from "react";
import { useStore } from "zustand";
import { Gates } from "#parts/gates.tsx";
import { VerdictPill } from "#parts/verdict-pill.tsx";
import type { ExplainedToken } from "#engine/explain/token.ts";
import type { ExplainedFinding } from "#formats/config/explain.ts";
import { explainStore } from "#state/explain.ts";
import { pastedSelection, tokenAt } from "#state/explain-vm.ts";
import { selectJourney } from "#state/journey.ts";
import { forgetEvidence } from "#state/load-evidence.ts";
import { useCatalog, useSelection } from "#state/use-app.ts";
import type { Selection } from "#engine/selection.ts";
import { Facts, type Fact } from "#ui/facts.tsx";
import { Section } from "#ui/section.tsx";
import { ErrorBoundary } from "../error-boundary.tsx";
import { Evidence } from "./evidence.tsx";
import { FeatureNotes } from "./feature-notes.tsx";
import { FeatureWhere } from "./feature-where.tsx";
import styles from "./inspector.module.css";

/** Everything about a token of the pasted text: the one that the pointer rests on, else the one that the cursor is in. */
export function TokenCard() {
  const catalog = useCatalog();
  const { host } = useSelection();
  const read = useStore(explainStore, (state) => state.read);
  const place = useStore(explainStore, (state) => state.hovered ?? state.token);
  const token = tokenAt(catalog, host, read, place);
  const config = place && read?.explained.vms[place.vm];
  if (!read || !token || !config)
    return (
      <Section title="Token">
        <p className={styles.quiet}>
          Rest on a coloured token of the text, or put the cursor into it: here stands what it means, since when, what
          it does to CPUID and what becomes of it on this host.
        </p>
      </Section>
    );
  const { start, end } = token.mention.span;
  const findings = read.explained.findings.filter(
    ({ finding: { span } }) => span && span.start < end && start < span.end,
  );
  const selection = config.isComplete ? pastedSelection(config, host) : undefined;
  return <Explained token={token} selection={selection} findings={findings} />;
}

interface ExplainedProps {
  readonly token: ExplainedToken;
  /** Undefined where the VM is too large to be worked out. */
  readonly selection: Selection | undefined;
  /** What was found at this very place. */
  readonly findings: readonly ExplainedFinding[];
}

function Explained({ token, selection, findings }: ExplainedProps) {
  const catalog = useCatalog();
  const { mention, meaning, fate, feature, quotes, file } = token;
  const journey = feature && selection && selectJourney(catalog, selection, feature.id);
  return (
    <>
      <Section title="Token">
        <p className={styles.name}>{mention.written}</p>
        <p className={styles.purpose}>{meaning}</p>
        {journey && <VerdictPill state={journey.state} />}
        {fate !== "" && <p className={styles.point}>Here: {fate}.</p>}
      </Section>
      {findings.length > 0 && (
        <Section title="Findings">
          <ul className={styles.notes}>
            {findings.map(({ finding: { rule, severity }, message }) => (
              <li key={`${rule} ${message}`}>
                <b>{severity}:</b> {message}
              </li>
            ))}
          </ul>
        </Section>
      )}
      {quotes.length > 0 && (
        <Section title="QEMU would say">
          {quotes.map((quote) => (
            <samp key={quote} className={styles.quote}>
              {quote}
            </samp>
          ))}
        </Section>
      )}
      {journey && (
        <Section title="Why: the journey of the bit">
          <Gates rows={journey.gates} />
        </Section>
      )}
      <Section title="Where">
        {feature && selection ? (
          <FeatureWhere catalog={catalog} feature={feature} selection={selection} />
        ) : (
          <Facts facts={tokenFacts(token)} />
        )}
      </Section>
      {feature && <FeatureNotes feature={feature} />}
      {file !== undefined && (
        <Section title="Evidence">
          <ErrorBoundary key={file} what="the evidence" onRetry={() => forgetEvidence(file)}>
            <Suspense fallback={<p className={styles.quiet}>Loading …</p>}>
              <Evidence file={file} />
            </Suspense>
          </ErrorBoundary>
        </Section>
      )}
    </>
  );
}

function tokenFacts({ mention, bit, facts }: ExplainedToken): readonly Fact[] {
  const place =
    bit && `${bit.leaf}${bit.subleaf === 0 ? "" : `.${bit.subleaf}`} ${bit.register.toUpperCase()}[${bit.bit}]`;
  return [
    { term: "Value", value: mention.value || "none" },
    ...(place === undefined ? [] : [{ term: "CPUID", value: place }]),
    ...facts.map(([term, value]) => ({ term, value })),
  ];
}
