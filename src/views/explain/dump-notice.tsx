import { useStore } from "zustand";
import { openView } from "#state/actions.ts";
import { takeDump } from "#state/dump.ts";
import { openDumpPanel } from "#state/dump-panel.ts";
import { explainStore } from "#state/explain.ts";
import { Button } from "#ui/button.tsx";
import { Notice } from "#ui/notice.tsx";
import styles from "./explain-view.module.css";

/** A CPUID dump is no configuration: it is handed to the workbench that reads it. */
export function DumpNotice() {
  const { read, file } = useStore(explainStore);
  const dump = read?.explained.dump;
  if (!read || !dump) return null;
  const hand = (): void => {
    takeDump(read.text, file);
    openDumpPanel(true);
    openView("cpuid");
  };
  return (
    <div className={styles.notice}>
      <Notice tone="info">
        <p>
          This is a CPUID dump ({dump.title}): what a processor answered, not what somebody configured. The CPUID view
          lights its bits up and tells what the guest could have had.
        </p>
        <p className={styles.act}>
          <Button look="primary" onClick={hand}>
            Open in the CPUID view
          </Button>
        </p>
      </Notice>
    </div>
  );
}
