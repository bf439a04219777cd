import type { ReactNode } from "react";
import type { ListName } from "#state/catalogue-page.ts";
import { PageLink } from "./page-link.tsx";
import styles from "./pages.module.css";

interface PageHeadProps {
  readonly list: ListName;
  readonly listTitle: string;
  readonly title: string;
  readonly children?: ReactNode;
  readonly actions?: ReactNode;
}

/** The way back to the list, the name, and what can be done with it. */
export function PageHead({ list, listTitle, title, children, actions }: PageHeadProps) {
  return (
    <header className={styles.head}>
      <p className={styles.crumb}>
        <PageLink page={{ kind: "list", list }}>{listTitle}</PageLink> <span aria-hidden="true">/</span>
      </p>
      <div className={styles.titleLine}>
        <h2 className={styles.title}>{title}</h2>
        {actions !== undefined && <div className={styles.actions}>{actions}</div>}
      </div>
      {children}
    </header>
  );
}
