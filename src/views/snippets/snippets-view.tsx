import { FORMATS } from "#formats/index.ts";
import { chooseTarget, openFormat, wrapLines } from "#state/actions.ts";
import { pointText } from "#state/point-text.ts";
import { formatOf, snippetNow, targetReleases } from "#state/snippets.ts";
import { useApp, useCatalog, useSelection } from "#state/use-app.ts";
import { store } from "#state/store.ts";
import { Button } from "#ui/button.tsx";
import { Card } from "#ui/card.tsx";
import { CopyButton } from "#ui/copy-button.tsx";
import { downloadText } from "#ui/download.ts";
import { Icon } from "#ui/icon.tsx";
import { Select } from "#ui/select.tsx";
import { Tabs } from "#ui/tabs.tsx";
import { CodeLines } from "./code-lines.tsx";
import { LeftOut } from "./left-out.tsx";
import styles from "./snippets-view.module.css";

/** The selection as a text to copy, one format at a time, and what that format cannot say. */
export function SnippetsView() {
  const catalog = useCatalog();
  const selection = useSelection();
  const format = formatOf(useApp((app) => app.view.format));
  const wrap = useApp((app) => app.prefs.wrap);
  const target = useApp((app) => app.view.target);
  const snippet = snippetNow(format, catalog, store.getState(), target);
  const releases = targetReleases(catalog, format);
  const tabs = FORMATS.map(({ id, title }) => ({ id, label: title }));
  return (
    <Card
      title="Snippets"
      hint={pointText(catalog, selection)}
      actions={
        <>
          {releases.length > 0 && (
            <Select
              label="Release of the target"
              value={releases.includes(target) ? target : ""}
              options={[
                { value: "", label: "newest release" },
                ...releases.map((release) => ({ value: release, label: release })),
              ]}
              onChange={chooseTarget}
            />
          )}
          <label className={styles.wrap}>
            <input type="checkbox" checked={wrap} onChange={(event) => wrapLines(event.target.checked)} />
            Wrap lines
          </label>
          <Button onClick={() => downloadText(snippet.text, snippet.fileName, snippet.mediaType)}>
            <Icon name="download" size={14} />
            Download
          </Button>
          <CopyButton look="primary" icon="copy" name={`Copy: ${format.title}`} text={() => snippet.text} />
        </>
      }
    >
      <div className={styles.tabs}>
        <Tabs label="Format" tabs={tabs} selected={format.id} panel="snippet" onSelect={openFormat} />
      </div>
      <div id="snippet" role="tabpanel" aria-label={format.title}>
        <CodeLines text={snippet.text} wrap={wrap} label={snippet.fileName} />
        <LeftOut items={snippet.leftOut} />
      </div>
    </Card>
  );
}
