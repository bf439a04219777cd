import type { EditorView } from "@codemirror/view";
import { Suspense, use, useMemo, useState } from "react";
import type { TextEdit } from "#base/text-edit.ts";
import type { FactRef, Severity } from "#engine/resolved.ts";
import type { ExplainedFinding, ReadyFix } from "#formats/config/explain.ts";
import { EvidenceList } from "#parts/evidence-list.tsx";
import type { Read } from "#state/explain.ts";
import { evidenceAddress, evidenceOf } from "#state/fact-evidence.ts";
import { loadEvidence } from "#state/load-evidence.ts";
import { useRuleLink } from "#state/rule-link.ts";
import { Button } from "#ui/button.tsx";
import { VisuallyHidden } from "#ui/visually-hidden.tsx";
import { Changes } from "./changes.tsx";
import { showSpan } from "./editor/open-editor.ts";
import styles from "./explain-view.module.css";

interface FindingItemProps {
  readonly found: ExplainedFinding;
  readonly read: Read;
  readonly editor: EditorView;
  /** False while the text is another one than that of the finding. */
  readonly isFresh: boolean;
  readonly onMake: (edits: readonly TextEdit[]) => void;
}

const GLYPHS: Readonly<Record<Severity, string>> = { error: "✕", warning: "▲", info: "i" };

/** One finding: how bad, what, where, why, and what to do about it. */
export function FindingItem({ found, read, editor, isFresh, onMake }: FindingItemProps) {
  const { finding, message, place, fixes, vm } = found;
  const { severity, span, facts } = finding;
  const [first, ...others] = fixes;
  const name = read.explained.vmCount > 1 && vm !== undefined ? read.explained.vms[vm]?.name : undefined;
  const fix = (ready: ReadyFix, index = 0) => (
    <FixRow
      key={`${index} ${ready.title}`}
      fix={ready}
      text={read.text}
      isFresh={isFresh}
      onMake={() => onMake(ready.edits)}
    />
  );
  return (
    <li className={styles.finding} data-severity={severity}>
      <span className={styles.severity} aria-hidden="true">
        {GLYPHS[severity]}
      </span>
      <div className={styles.said}>
        <p>
          <VisuallyHidden>{severity}: </VisuallyHidden>
          {name !== undefined && <b>{name}: </b>}
          {message}
        </p>
        <p className={styles.about}>
          <RuleName id={finding.rule} />
          {place && span && (
            <button type="button" className={styles.place} disabled={!isFresh} onClick={() => showSpan(editor, span)}>
              <VisuallyHidden>Go to line and column </VisuallyHidden>
              {place.line}:{place.column}
            </button>
          )}
          {facts.length > 0 && <Facts facts={facts} />}
        </p>
        {first && fix(first)}
        {others.length > 0 && (
          <details className={styles.others}>
            <summary>{others.length === 1 ? "Another way" : `${others.length} other ways`}</summary>
            {others.map((other, index) => fix(other, index))}
          </details>
        )}
      </div>
    </li>
  );
}

/** The rule's id, which leads to its page where the catalogue has one. */
function RuleName({ id }: { readonly id: string }) {
  const href = useRuleLink(id);
  return href === undefined ? (
    <code>{id}</code>
  ) : (
    <a href={href}>
      <code>{id}</code>
    </a>
  );
}

interface FixRowProps {
  readonly fix: ReadyFix;
  readonly text: string;
  readonly isFresh: boolean;
  readonly onMake: () => void;
}

function FixRow({ fix, text, isFresh, onMake }: FixRowProps) {
  const { title, isSafe, edits } = fix;
  return (
    <div className={styles.fix}>
      <Changes text={text} edits={edits} />
      <Button size="small" disabled={!isFresh} onClick={onMake}>
        {title}
        {!isSafe && <VisuallyHidden>, which takes something away</VisuallyHidden>}
      </Button>
    </div>
  );
}

/** The facts behind a finding, each with its sources: fetched when somebody looks. */
function Facts({ facts }: { readonly facts: readonly FactRef[] }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <button type="button" className={styles.place} aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
        Evidence
      </button>
      {isOpen && (
        <span className={styles.evidence}>
          {facts.map((fact) => (
            <Suspense key={`${fact.file} ${fact.path}`} fallback="Loading …">
              <FactEvidence fact={fact} />
            </Suspense>
          ))}
        </span>
      )}
    </>
  );
}

function FactEvidence({ fact }: { readonly fact: FactRef }) {
  const byPath = use(loadEvidence(fact.file));
  const evidence = useMemo(() => evidenceOf(byPath, fact.path), [byPath, fact.path]);
  return (
    <>
      <a href={evidenceAddress(fact.file)}>
        {fact.file}, {fact.path}
      </a>
      <EvidenceList evidence={evidence} addressOf={evidenceAddress} />
    </>
  );
}
