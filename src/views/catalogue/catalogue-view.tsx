import { useEffect, useRef } from "react";
import { parsePage, type CataloguePage } from "#state/catalogue-page.ts";
import { useApp } from "#state/use-app.ts";
import { CpuPage } from "./cpu-page.tsx";
import { FeaturePage } from "./feature-page.tsx";
import { HostPage } from "./host-page.tsx";
import { Lists } from "./lists.tsx";
import { MachinePage } from "./machine-page.tsx";
import { RulePage } from "./rule-page.tsx";
import styles from "./catalogue-view.module.css";

/** Everything that the catalogue knows, to read: lists, and a page for each thing in them. */
export function CatalogueView() {
  const text = useApp((app) => app.view.page);
  const page = parsePage(text) ?? { kind: "list", list: "features" };
  const top = useRef<HTMLDivElement>(null);
  const before = useRef(text);
  useEffect(() => {
    if (before.current !== text) moveTo(top.current, before.current);
    before.current = text;
  }, [text]);
  return (
    <div ref={top} className={styles.view} tabIndex={-1}>
      <Page page={page} />
    </div>
  );
}

/** The focus goes along: back in a list to the row that one came from, else to the beginning of the page. */
function moveTo(top: HTMLElement | null, from: string): void {
  const row = from.includes(":") ? top?.querySelector<HTMLElement>(`td [data-page="${from}"]`) : undefined;
  if (row) {
    row.focus({ preventScroll: true });
    row.scrollIntoView({ block: "center" });
  } else if (!top?.querySelector("fieldset")?.contains(document.activeElement)) {
    top?.focus({ preventScroll: true });
    top?.scrollIntoView({ block: "start" });
  }
}

function Page({ page }: { readonly page: CataloguePage }) {
  if (page.kind === "list") return <Lists list={page.list} />;
  if (page.kind === "feature") return <FeaturePage key={page.id} id={page.id} />;
  if (page.kind === "machine") return <MachinePage key={page.id} name={page.id} />;
  if (page.kind === "cpu") return <CpuPage key={page.id} name={page.id} />;
  if (page.kind === "rule") return <RulePage key={page.id} id={page.id} />;
  return <HostPage key={page.id} id={page.id} />;
}
