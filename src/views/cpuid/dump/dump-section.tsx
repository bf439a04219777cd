import { lazy, Suspense } from "react";
import { useStore } from "zustand";
import { dumpPanelStore, openDumpPanel } from "#state/dump-panel.ts";
import { Button } from "#ui/button.tsx";
import styles from "./dump.module.css";

/** The readers of all formats come with the first dump: hardly anybody needs them at once. */
const DumpPanel = lazy(async () => ({ default: (await import("./dump-panel.tsx")).DumpPanel }));

/** The way to a dump of one's own, closed until somebody asks. */
export function DumpSection() {
  const isOpen = useStore(dumpPanelStore, (state) => state.isOpen);
  return (
    <section className={styles.section} aria-label="Decode a dump">
      <Button size="small" aria-expanded={isOpen} onClick={() => openDumpPanel(!isOpen)}>
        Paste or drop a dump …
      </Button>
      {isOpen && (
        <Suspense fallback={null}>
          <DumpPanel />
        </Suspense>
      )}
    </section>
  );
}
