import type { ReactNode } from "react";
import type { CatalogChange } from "#catalog/schema/changes.ts";
import { hasPage, type CataloguePage, type ItemKind } from "#state/catalogue-page.ts";
import { catalogAddress } from "#state/load-catalog.ts";
import { useCatalog } from "#state/use-app.ts";
import { Badge } from "#ui/badge.tsx";
import { CHANGE_TONES, CHANGE_WORDS } from "./changes.ts";
import { PageLink } from "./page-link.tsx";
import styles from "./claim.module.css";

interface ChangeProps {
  readonly change: CatalogChange;
  /** The feature on whose page it stands; it needs no link to itself. */
  readonly on?: string | undefined;
}

/** Links that fit in without a click. */
const FEW = 8;

/** One change of the catalogue: what was there, what is there now, what it means, and where. */
export function Change({ change, on }: ChangeProps) {
  const pages = pagesOf(change).filter((page) => page.id !== on);
  return (
    <article className={styles.claim} aria-label={change.title}>
      <p className={styles.said}>{change.title}</p>
      <div className={styles.pill}>
        <Badge tone={CHANGE_TONES[change.kind]}>{CHANGE_WORDS[change.kind]}</Badge>
        <time className={styles.quiet} dateTime={change.date}>
          {change.date}
        </time>
      </div>
      {change.before !== undefined && (
        <p className={styles.now}>
          <b>Before:</b> {change.before}
        </p>
      )}
      <p className={styles.now}>
        <b>Now:</b> {change.now}
      </p>
      <p className={styles.now}>
        <b>For you:</b> {change.means}
      </p>
      <Folded what="concerned" count={pages.length}>
        {pages.map((page) => (
          <Concerned key={nameOf(page)} page={page} />
        ))}
      </Folded>
      <Folded what="files" count={change.files.length}>
        {change.files.map((file) => (
          <File key={file} file={file} />
        ))}
      </Folded>
    </article>
  );
}

interface FoldedProps {
  readonly what: string;
  readonly count: number;
  readonly children: ReactNode;
}

/** A few links stand open, many behind their number. */
function Folded({ what, count, children }: FoldedProps) {
  if (count === 0) return null;
  if (count <= FEW) return <p className={styles.features}>{children}</p>;
  return (
    <details className={styles.evidence}>
      <summary>
        {count} {what}
      </summary>
      <p className={styles.features}>{children}</p>
    </details>
  );
}

type ItemPage = CataloguePage & { readonly kind: ItemKind };

const pagesOf = ({ features, hosts, machines, cpus }: CatalogChange): ItemPage[] => [
  ...features.map((id): ItemPage => ({ kind: "feature", id })),
  ...hosts.map((id): ItemPage => ({ kind: "host", id })),
  ...machines.map((id): ItemPage => ({ kind: "machine", id })),
  ...cpus.map((id): ItemPage => ({ kind: "cpu", id })),
];

const nameOf = ({ kind, id }: ItemPage): string => `${kind}:${id}`;

/** What an old change names may be gone: then it is a word, not a link. */
function Concerned({ page }: { readonly page: ItemPage }) {
  const catalog = useCatalog();
  if (!hasPage(catalog, page)) return <span className={styles.feature}>{page.id}</span>;
  return (
    <PageLink page={page} className={styles.feature}>
      {page.id}
    </PageLink>
  );
}

function File({ file }: { readonly file: string }) {
  if (file.endsWith("/")) return <span className={styles.feature}>{file}</span>;
  return (
    <a className={styles.feature} href={catalogAddress(file)}>
      {file}
    </a>
  );
}
