import type { EditorView } from "@codemirror/view";
import { useRef, useState, type KeyboardEvent } from "react";
import { useStore } from "zustand";
import { askRepair, explainStore, type Read } from "#state/explain.ts";
import type { Rounds } from "#state/explain-work.ts";
import { Button } from "#ui/button.tsx";
import { Card } from "#ui/card.tsx";
import { editsOf, makeEdits } from "./editor/open-editor.ts";
import { FindingItem } from "./finding-item.tsx";
import { Told } from "./told.tsx";
import styles from "./explain-view.module.css";

/** So many findings are listed at first, and more of them at each wish. */
const LISTED = 100;

/** What is wrong, worth knowing or better otherwise, worst first, with the repairs. */
export function FindingsCard({ editor }: { readonly editor: EditorView | undefined }) {
  const read = useStore(explainStore, (state) => state.read);
  if (!read || !editor) return null;
  const { counts, vmCount, messageCount } = read.explained;
  const total = counts.error + counts.warning + counts.info;
  return vmCount + messageCount + total === 0 ? null : <Findings editor={editor} read={read} total={total} />;
}

interface FindingsProps {
  readonly editor: EditorView;
  readonly read: Read;
  readonly total: number;
}

function Findings({ editor, read, total }: FindingsProps) {
  const isFresh = useStore(explainStore, ({ text, stage }) => text === read.text && stage === undefined);
  const [done, setDone] = useState("");
  const { safeFixes } = read.explained;
  const make = (rounds: Rounds): void => {
    if (editor.state.doc.toString() !== read.text) return;
    const count = editsOf(read.text.length, rounds).length;
    makeEdits(editor, rounds);
    setDone(count === 1 ? "One place was changed." : `${count} places were changed.`);
  };
  const all = async (): Promise<void> => {
    const repaired = await askRepair();
    if (repaired) make(repaired.rounds);
  };
  return (
    <Card
      title="Findings"
      hint={<output>{done || countText(total)}</output>}
      actions={
        safeFixes > 0 && (
          <Button look="primary" disabled={!isFresh} onClick={() => void all()}>
            Fix all safe ones ({safeFixes})
          </Button>
        )
      }
    >
      {total === 0 ? (
        <p className={styles.none}>Nothing to find fault with, as far as the rules look.</p>
      ) : (
        <FindingList editor={editor} read={read} total={total} isFresh={isFresh} onMake={make} />
      )}
      <Told />
    </Card>
  );
}

interface FindingListProps extends FindingsProps {
  readonly isFresh: boolean;
  readonly onMake: (rounds: Rounds) => void;
}

function FindingList({ editor, read, total, isFresh, onMake }: FindingListProps) {
  const [most, setMost] = useState(LISTED);
  const list = useRef<HTMLUListElement>(null);
  const { findings } = read.explained;
  return (
    <>
      {/* The list only hears the keys of the buttons inside it. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions */}
      <ul ref={list} aria-label="Findings" onKeyDown={(event) => between(event, list.current)}>
        {findings.slice(0, most).map((found, index) => (
          <FindingItem
            key={`${found.finding.rule} ${found.finding.subject} ${found.finding.span?.start ?? index}`}
            found={found}
            read={read}
            editor={editor}
            isFresh={isFresh}
            onMake={(edits) => onMake([edits])}
          />
        ))}
      </ul>
      {findings.length > most && (
        <p className={styles.none}>
          <Button size="small" onClick={() => setMost(most + LISTED)}>
            Show more ({findings.length - most})
          </Button>
        </p>
      )}
      {total > findings.length && most >= findings.length && (
        <p className={styles.none}>{total - findings.length} more are not listed.</p>
      )}
    </>
  );
}

const countText = (count: number): string => (count === 0 ? "none" : count === 1 ? "one" : String(count));

/** Up and down lead from finding to finding. */
function between(event: KeyboardEvent, list: HTMLElement | null): void {
  if (event.key !== "ArrowUp" && event.key !== "ArrowDown") return;
  const items = [...(list?.children ?? [])];
  const at = items.findIndex((item) => item.contains(document.activeElement));
  const next = items[at + (event.key === "ArrowUp" ? -1 : 1)]?.querySelector<HTMLElement>("button, a");
  if (!next) return;
  event.preventDefault();
  next.focus();
}
