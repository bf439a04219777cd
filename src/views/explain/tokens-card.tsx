import type { EditorView } from "@codemirror/view";
import { useState } from "react";
import { useStore } from "zustand";
import type { HostSelection } from "#engine/selection.ts";
import { explainStore, type Read } from "#state/explain.ts";
import { tokenAt } from "#state/explain-vm.ts";
import { useCatalog, useSelection } from "#state/use-app.ts";
import { Button } from "#ui/button.tsx";
import { showSpan } from "./editor/open-editor.ts";
import styles from "./explain-view.module.css";

const LISTED = 100;

/** Every token of Flipbit's subject as a list: the marks of the editor for those who do not see them. */
export function TokensCard({ editor }: { readonly editor: EditorView | undefined }) {
  const read = useStore(explainStore, (state) => state.read);
  const isFresh = useStore(explainStore, ({ read: now, text }) => now?.text === text);
  const { host } = useSelection();
  const [isOpen, setOpen] = useState(false);
  const count = read?.explained.vms.reduce((sum, { mentions }) => sum + mentions.length, 0) ?? 0;
  if (!read || !editor || count === 0) return null;
  return (
    <details className={styles.tokens} onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary>{count === 1 ? "The one token" : `All ${count} tokens`} as a list, each with its meaning</summary>
      {isOpen && <TokenList read={read} host={host} editor={editor} isFresh={isFresh} />}
    </details>
  );
}

interface TokenListProps {
  readonly read: Read;
  readonly host: HostSelection;
  readonly editor: EditorView;
  readonly isFresh: boolean;
}

function TokenList({ read, host, editor, isFresh }: TokenListProps) {
  const catalog = useCatalog();
  const [most, setMost] = useState(LISTED);
  const places = read.explained.vms.flatMap((config, vm) => config.mentions.map((_, mention) => ({ vm, mention })));
  return (
    <>
      <ul className={styles.tokenList}>
        {places.slice(0, most).map((place) => {
          const token = tokenAt(catalog, host, read, place);
          return (
            token && (
              <li key={`${place.vm} ${place.mention}`}>
                <button
                  type="button"
                  className={styles.place}
                  disabled={!isFresh}
                  onClick={() => showSpan(editor, token.mention.span)}
                >
                  {token.mention.written}
                </button>
                <span>
                  {token.fate !== "" && <b>{token.fate}. </b>}
                  {token.meaning}
                </span>
              </li>
            )
          );
        })}
      </ul>
      {places.length > most && (
        <p className={styles.none}>
          <Button size="small" onClick={() => setMost(most + LISTED)}>
            Show more ({places.length - most})
          </Button>
        </p>
      )}
    </>
  );
}
