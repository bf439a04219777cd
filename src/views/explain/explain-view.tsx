import type { EditorView } from "@codemirror/view";
import { useState } from "react";
import { FindingsCard } from "./findings-card.tsx";
import { TextCard } from "./text-card.tsx";
import { TokensCard } from "./tokens-card.tsx";
import { VmCard } from "./vm-card.tsx";
import styles from "./explain-view.module.css";

/** A pasted configuration: explained in place, judged, repaired, and taken into the explorer. */
export function ExplainView() {
  const [editor, setEditor] = useState<EditorView>();
  return (
    <div className={styles.view}>
      <div className={styles.columns}>
        <TextCard onEditor={setEditor} />
        <div className={styles.found}>
          <FindingsCard editor={editor} />
          <VmCard editor={editor} />
          <TokensCard editor={editor} />
        </div>
      </div>
    </div>
  );
}
