import type { EditorView } from "@codemirror/view";
import { useId, useRef, type DragEvent } from "react";
import { useStore } from "zustand";
import type { InputKind } from "#engine/explain/config.ts";
import { CONFIG_CODECS } from "#formats/config/index.ts";
import { bringText, chooseKind, explainStore } from "#state/explain.ts";
import { EXAMPLES } from "#state/explain-examples.ts";
import { Button } from "#ui/button.tsx";
import { Card } from "#ui/card.tsx";
import { Select } from "#ui/select.tsx";
import { DumpNotice } from "./dump-notice.tsx";
import { useEditor } from "./editor/use-editor.ts";
import { IssueList } from "./issue-list.tsx";
import { TokenLine } from "./token-line.tsx";
import { Working } from "./working.tsx";
import styles from "./explain-view.module.css";

/** Where a text comes in, what it was taken for, and the text itself with its tokens marked. */
export function TextCard({ onEditor }: { readonly onEditor: (editor: EditorView | undefined) => void }) {
  const hint = useId();
  const parent = useEditor({ label: "Text to explain", describedBy: hint }, onEditor);
  const isEmpty = useStore(explainStore, ({ text }) => text === "");
  const drop = (event: DragEvent): void => {
    const file = event.dataTransfer.files[0];
    if (!file || event.defaultPrevented) return;
    event.preventDefault();
    void bringFile(file);
  };
  return (
    <div onDragOver={(event) => event.preventDefault()} onDrop={drop}>
      <Card title="Paste anything" hint={<Summary />} actions={<Sources isEmpty={isEmpty} />}>
        <div ref={parent} className={styles.editor} />
        <TokenLine />
        <p id={hint} className={styles.keys}>
          <kbd>F8</kbd> next finding, <kbd>Shift</kbd> <kbd>F8</kbd> the one before, <kbd>Tab</kbd> leaves the text. It
          stays in this browser: nothing is sent anywhere.
        </p>
        {isEmpty && <Examples />}
        <Working />
        <DumpNotice />
        <IssueList />
      </Card>
    </div>
  );
}

const bringFile = async (file: File): Promise<void> => bringText(await file.text(), file.name);

/** What the text was taken for and how much was found, read out when it changes. */
function Summary() {
  const { read, text, file } = useStore(explainStore);
  const isFresh = read !== undefined && read.text === text;
  if (text === "") return "a command line, domain XML, YAML, a configuration, a log, a CPUID dump";
  if (!isFresh) return file ?? "";
  const { vmCount, counts, messageCount } = read.explained;
  const parts = [
    file,
    vmCount > 1 && `${vmCount} virtual machines`,
    messageCount > 0 && countText(messageCount, "known message"),
    countText(counts.error, "error"),
    countText(counts.warning, "warning"),
    counts.info > 0 && countText(counts.info, "remark"),
  ];
  return <output>{parts.filter(Boolean).join(" · ")}</output>;
}

const countText = (count: number, word: string): string => `${count} ${word}${count === 1 ? "" : "s"}`;

function Sources({ isEmpty }: { readonly isEmpty: boolean }) {
  const kind = useStore(explainStore, (state) => state.kind);
  const taken = useStore(explainStore, ({ read }) => read?.explained.kind);
  const found = CONFIG_CODECS.find((codec) => codec.kind === taken)?.title;
  const chooser = useRef<HTMLInputElement>(null);
  return (
    <>
      <Select
        label="Taken for"
        value={kind ?? ""}
        options={[
          {
            value: "",
            label: isEmpty || kind !== undefined ? "by its content" : `${found ?? "nothing known"}, by its content`,
          },
          ...CONFIG_CODECS.map((codec) => ({ value: codec.kind, label: codec.title })),
        ]}
        // The options are the codecs' kinds and nothing.
        onChange={(value) => chooseKind(value === "" ? undefined : (value as InputKind))}
      />
      <Button onClick={() => chooser.current?.click()}>Open a file …</Button>
      <input
        ref={chooser}
        type="file"
        hidden
        aria-label="Choose a file to explain"
        onChange={({ target }) => {
          const [file] = target.files ?? [];
          if (file) void bringFile(file);
          target.value = "";
        }}
      />
      {!isEmpty && <Button onClick={() => bringText("")}>Clear</Button>}
    </>
  );
}

function Examples() {
  return (
    <div className={styles.examples}>
      <h3 className={styles.label}>Or look at one of these</h3>
      <ul className={styles.exampleList}>
        {EXAMPLES.map(({ title, about, text }) => (
          <li key={title}>
            <button type="button" className={styles.example} onClick={() => bringText(text)}>
              <b>{title}</b>
              <span>{about}</span>
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}
