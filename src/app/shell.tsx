import { lazy, Suspense, useEffect, useState } from "react";
import { useApp } from "#state/use-app.ts";
import { VisuallyHidden } from "#ui/visually-hidden.tsx";
import { Boot } from "./boot.tsx";
import { Dock } from "./dock/dock.tsx";
import { ErrorBoundary } from "./error-boundary.tsx";
import { Header } from "./header.tsx";
import { Inspector } from "./inspector/inspector.tsx";
import { Notices } from "./notices.tsx";
import { preloadViews, ROUTES } from "./routes.ts";
import { SidePanel } from "./vm-panel/side-panel.tsx";
import styles from "./shell.module.css";

const SearchDialog = lazy(async () => ({ default: (await import("./search/search-dialog.tsx")).SearchDialog }));

/** The page: header, VM panel, view, inspector, dock. Without a catalogue, only the header and why. */
export function Shell() {
  const isReady = useApp((app) => app.catalog.status === "ready");
  const [isSearching, setSearching] = useState(false);
  useEffect(() => {
    const open = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== "k" || !(event.ctrlKey || event.metaKey) || event.altKey) return;
      event.preventDefault();
      setSearching(true);
    };
    window.addEventListener("keydown", open);
    return () => window.removeEventListener("keydown", open);
  }, []);
  useEffect(() => {
    if (isReady) preloadViews();
  }, [isReady]);
  return (
    <div className={styles.app}>
      <a className={styles.skip} href="#main" onClick={skipToMain}>
        Skip to the view
      </a>
      <Header onSearch={() => setSearching(true)} />
      {isReady ? <Columns /> : <Boot />}
      {isSearching && isReady && (
        <Suspense>
          <SearchDialog onClose={() => setSearching(false)} />
        </Suspense>
      )}
    </div>
  );
}

/** Moves the focus without a `#main` in the address, which holds the selection. */
function skipToMain(event: { preventDefault: () => void }): void {
  event.preventDefault();
  document.getElementById("main")?.focus();
}

function Columns() {
  const name = useApp((app) => app.view.name);
  const { title, View } = ROUTES[name];
  useEffect(() => {
    document.title = `${title} · Flipbit`;
  }, [title]);
  return (
    <>
      <SidePanel />
      <main id="main" tabIndex={-1} className={styles.main}>
        <VisuallyHidden>
          <h1>Flipbit: {title}</h1>
        </VisuallyHidden>
        <Notices />
        <ErrorBoundary key={name} what={`the ${title} view`}>
          <Suspense fallback={<p className={styles.waiting}>Loading {title} …</p>}>
            <View />
          </Suspense>
        </ErrorBoundary>
      </main>
      <aside className={styles.inspector} aria-label="Inspector">
        <ErrorBoundary what="the inspector">
          <Inspector />
        </ErrorBoundary>
      </aside>
      <ErrorBoundary what="the dock">
        <Dock />
      </ErrorBoundary>
    </>
  );
}
