import type { MouseEvent, ReactNode } from "react";
import { openPage, pageAddress } from "#state/catalogue-actions.ts";
import { printPage, type CataloguePage } from "#state/catalogue-page.ts";
import { useApp } from "#state/use-app.ts";

interface PageLinkProps {
  readonly page: CataloguePage;
  readonly className?: string | undefined;
  readonly title?: string | undefined;
  readonly children: ReactNode;
}

/** A link to a page of the catalogue: a real address, so that it can be opened beside and copied. */
export function PageLink({ page, className, title, children }: PageLinkProps) {
  const selection = useApp((app) => app.selection);
  const view = useApp((app) => app.view);
  const unknownKeys = useApp((app) => app.unknownKeys);
  const press = (event: MouseEvent) => {
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return;
    event.preventDefault();
    openPage(page);
  };
  return (
    <a
      className={className}
      title={title}
      data-page={printPage(page)}
      href={pageAddress({ selection, view, unknownKeys }, page)}
      onClick={press}
    >
      {children}
    </a>
  );
}
