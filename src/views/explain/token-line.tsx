import { useStore } from "zustand";
import type { TokenLook } from "#engine/explain/token.ts";
import { explainStore } from "#state/explain.ts";
import { tokenAt } from "#state/explain-vm.ts";
import { useCatalog, useSelection } from "#state/use-app.ts";
import { Badge, type Tone } from "#ui/badge.tsx";
import styles from "./explain-view.module.css";

const TONES: Readonly<Record<TokenLook, Tone>> = {
  plain: "plain",
  on: "on",
  off: "plain",
  lost: "miss",
  fatal: "no",
  unknown: "unk",
  unread: "plain",
};

/** The token under the pointer or the cursor in one line; all of it stands in the inspector. */
export function TokenLine() {
  const catalog = useCatalog();
  const { host } = useSelection();
  const read = useStore(explainStore, (state) => state.read);
  const place = useStore(explainStore, (state) => state.hovered ?? state.token);
  const isEmpty = useStore(explainStore, (state) => state.text === "");
  const token = tokenAt(catalog, host, read, place);
  if (isEmpty) return null;
  return (
    <output className={styles.token}>
      {token === undefined ? (
        <span className={styles.quiet}>
          Rest on a coloured token, or put the cursor into one, to read what it means. What is grey is about other
          things.
        </span>
      ) : (
        <>
          <b className={styles.name}>{token.mention.written}</b>
          {token.fate !== "" && <Badge tone={TONES[token.look]}>{token.fate}</Badge>}
          <span>{token.meaning}</span>
        </>
      )}
    </output>
  );
}
