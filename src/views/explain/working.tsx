import { useStore } from "zustand";
import { explain, explainStore, stopExplaining } from "#state/explain.ts";
import { STOPPED } from "#state/explain-desk.ts";
import { Button } from "#ui/button.tsx";
import { Notice } from "#ui/notice.tsx";
import styles from "./explain-view.module.css";

/** What is being done with a long text, and the way to stop it. */
export function Working() {
  const { stage, failure, text } = useStore(explainStore);
  if (stage !== undefined)
    return (
      <div className={styles.working}>
        <progress className={styles.progress} aria-label="Working on the text" />
        <output>
          {stage} … {(text.length / 1e6).toFixed(1)} MB
        </output>
        <Button size="small" onClick={stopExplaining}>
          Cancel
        </Button>
      </div>
    );
  if (failure === undefined) return null;
  return (
    <div className={styles.notice}>
      <Notice tone={failure === STOPPED ? "info" : "error"}>
        {failure === STOPPED ? "Stopped: this text is not explained." : `The text could not be explained: ${failure}.`}{" "}
        <Button size="small" onClick={explain}>
          Explain it
        </Button>
      </Notice>
    </div>
  );
}
