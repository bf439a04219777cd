import { useEffect, useRef } from "react";
import { openFormat, snippetsShown, snippetTaken } from "#state/actions.ts";
import { pointText } from "#state/point-text.ts";
import { comparedLines, countText, markedLines, plainLines, type SnippetLine } from "#state/snippet-lines.ts";
import { shownBefore } from "#state/snippet-memory.ts";
import { comparedText, formatOf, snippetNow, TOOLS } from "#state/snippets.ts";
import { store } from "#state/store.ts";
import { permalink } from "#state/url/sync.ts";
import { useApp, useCatalog, useSelection } from "#state/use-app.ts";
import type { SnippetDiff } from "#state/view.ts";
import { Button } from "#ui/button.tsx";
import { Card } from "#ui/card.tsx";
import { selectContents } from "#ui/clipboard.ts";
import { CopyButton } from "#ui/copy-button.tsx";
import { downloadText } from "#ui/download.ts";
import { Icon } from "#ui/icon.tsx";
import { Tabs } from "#ui/tabs.tsx";
import { CodeLines } from "./code-lines.tsx";
import { LeftOut } from "./left-out.tsx";
import { SnippetOptions } from "./snippet-options.tsx";
import styles from "./snippets-view.module.css";

const TABS = [...TOOLS.keys()].map((tool) => ({ id: tool, label: tool }));

/** The selection as a text to copy, one format at a time, what is new in it, and what that format cannot say. */
export function SnippetsView() {
  const catalog = useCatalog();
  const selection = useSelection();
  const format = formatOf(useApp((app) => app.view.format));
  const target = useApp((app) => app.view.target);
  const wrap = useApp((app) => app.prefs.wrap);
  const text = useRef<HTMLElement>(null);
  // The header names the link, so that the text is another whenever the link is.
  useApp(permalink);
  useEffect(snippetsShown, [selection]);
  const snippet = snippetNow(format, catalog, store.getState(), target);
  const { lines, says } = useLines(snippet.text);
  const taken = () => snippetTaken(format.id, target);
  const download = () => {
    downloadText(snippet.text, snippet.fileName, snippet.mediaType);
    taken();
  };
  return (
    <Card
      title="Snippets"
      hint={pointText(catalog, selection)}
      actions={
        <>
          <Button onClick={download}>
            <Icon name="download" size={14} />
            Download
          </Button>
          <CopyButton
            look="primary"
            icon="copy"
            name={`Copy: ${format.title}`}
            text={() => snippet.text}
            onCopied={taken}
            onBlocked={() => text.current !== null && selectContents(text.current)}
          />
        </>
      }
    >
      <div className={styles.tabs}>
        <Tabs
          label="Tool"
          tabs={TABS}
          selected={format.tool}
          panel="snippet"
          onSelect={(tool) => openFormat(TOOLS.get(tool)?.[0]?.id ?? "")}
        />
      </div>
      <div id="snippet" role="tabpanel" aria-label={format.title}>
        <SnippetOptions format={format} />
        <p className={styles.says}>
          <output>{says}</output>
        </p>
        <CodeLines lines={lines} wrap={wrap} label={snippet.fileName} textRef={text} />
        <LeftOut items={snippet.leftOut} />
      </div>
    </Card>
  );
}

const OTHERS: Record<Exclude<SnippetDiff, "nothing">, string> = {
  defaults: "QEMU's defaults",
  copy: "what you last copied or downloaded in this format",
};

/** The text's lines: beside those of what it is compared with, else with marks where the last change made them new. */
function useLines(text: string): { readonly lines: readonly SnippetLine[]; readonly says: string } {
  const catalog = useCatalog();
  const diff = useApp((app) => app.view.diff);
  const before = useApp((app) => shownBefore(app.snippets, app.selection));
  const format = formatOf(useApp((app) => app.view.format));
  useApp((app) => app.snippets.copies[format.id]);
  const state = store.getState();
  if (diff !== "nothing") {
    const other = comparedText(format, catalog, state);
    if (other === undefined)
      return { lines: plainLines(text), says: "Nothing was copied or downloaded in this format yet." };
    const lines = comparedLines(text, other);
    const counted = countText(lines);
    return {
      lines,
      says: counted === "" ? `No line differs from ${OTHERS[diff]}.` : `Against ${OTHERS[diff]}: ${counted}.`,
    };
  }
  if (before === undefined) return { lines: plainLines(text), says: "" };
  const lines = markedLines(text, snippetNow(format, catalog, state, state.view.target, before).text);
  const counted = countText(lines, "new", "gone");
  return { lines, says: counted === "" ? "" : `By the last change: ${counted}.` };
}
