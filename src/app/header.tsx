import { chooseTheme, openView } from "#state/actions.ts";
import type { Theme } from "#state/prefs.ts";
import { store } from "#state/store.ts";
import { permalink } from "#state/url/sync.ts";
import { printLink } from "#state/url/link.ts";
import { useApp } from "#state/use-app.ts";
import { VIEWS, type ViewName } from "#state/view.ts";
import { Button } from "#ui/button.tsx";
import { CopyButton } from "#ui/copy-button.tsx";
import { Icon } from "#ui/icon.tsx";
import { ROUTES } from "./routes.ts";
import styles from "./header.module.css";

const NEXT_THEME: Record<Theme, Theme> = { auto: "light", light: "dark", dark: "auto" };

/** Name, views, search, share, theme and the catalogue's version. */
export function Header({ onSearch }: { readonly onSearch: () => void }) {
  const version = useApp((app) => (app.catalog.status === "ready" ? app.catalog.catalog.index.version : undefined));
  return (
    <header className={styles.header}>
      <div className={styles.logo}>
        <span className={styles.bits} aria-hidden="true">
          <i />
          <i data-set="" />
          <i data-set="" />
          <i />
        </span>
        Flipbit
      </div>
      <Views />
      <div className={styles.tools}>
        {version !== undefined && <CatalogueVersion version={version} />}
        <button
          type="button"
          className={styles.search}
          onClick={onSearch}
          aria-label="Search features, flags, bits, hosts"
          aria-keyshortcuts="Control+K Meta+K"
        >
          <Icon name="search" size={14} />
          <span className={styles.word}>Search features, flags, bits, hosts</span>
          <kbd className={styles.word}>Ctrl K</kbd>
        </button>
        <CopyButton label="Share" name="Share: copy the link to this page" text={() => permalink(store.getState())} />
        <ThemeButton />
      </div>
    </header>
  );
}

/** The version of the facts, and the way to what changed in them. */
function CatalogueVersion({ version }: { readonly version: string }) {
  const href = useApp(({ selection, view, unknownKeys }) =>
    printLink({ selection, view: { ...view, name: "catalogue", page: "changes", find: "" } }, unknownKeys),
  );
  return (
    <a className={styles.version} href={href} title="What changed in the catalogue of facts">
      <span className={styles.word}>Facts of </span>
      {version}
    </a>
  );
}

function Views() {
  const current = useApp((app) => app.view.name);
  return (
    <nav className={styles.nav} aria-label="Views">
      {VIEWS.map((name) => (
        <ViewLink key={name} name={name} isCurrent={name === current} />
      ))}
    </nav>
  );
}

function ViewLink({ name, isCurrent }: { readonly name: ViewName; readonly isCurrent: boolean }) {
  const href = useApp((app) => printLink({ selection: app.selection, view: { ...app.view, name } }, app.unknownKeys));
  return (
    <a
      className={styles.link}
      href={href || "#v=1"}
      aria-current={isCurrent ? "page" : undefined}
      onClick={(event) => {
        if (event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return;
        event.preventDefault();
        openView(name);
      }}
    >
      {ROUTES[name].title}
    </a>
  );
}

function ThemeButton() {
  const theme = useApp((app) => app.prefs.theme);
  const next = NEXT_THEME[theme];
  const name = `Theme: ${theme}. Switch to ${next}`;
  return (
    <Button size="icon" aria-label={name} title={name} onClick={() => chooseTheme(next)}>
      <Icon name={theme} />
    </Button>
  );
}
