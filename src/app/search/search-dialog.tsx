import { useDeferredValue, useId, useRef, useState, type KeyboardEvent } from "react";
import { chooseCpu, chooseMachine, chooseKernelHost, choosePlatform, focusOn } from "#state/actions.ts";
import { search, type Find, type FindKind } from "#state/search.ts";
import { useCatalog } from "#state/use-app.ts";
import { Dialog } from "#ui/dialog.tsx";
import { Icon } from "#ui/icon.tsx";
import styles from "./search-dialog.module.css";

const KINDS: Record<FindKind, string> = {
  feature: "feature",
  bit: "bit",
  machine: "machine type",
  cpu: "CPU model",
  host: "host",
};

/** Takes a find over: features and bits into the inspector, everything else into the selection. */
function take({ kind, id }: Find): void {
  if (kind === "machine") chooseMachine(id);
  else if (kind === "cpu") chooseCpu(id);
  else if (kind === "feature" || kind === "bit") focusOn({ kind: "feature", id });
  else if (id.startsWith("linux-")) chooseKernelHost(id.slice("linux-".length));
  else choosePlatform(id);
}

function target(key: string, index: number, count: number): number | undefined {
  if (key === "ArrowDown") return (index + 1) % count;
  if (key === "ArrowUp") return (index + count - 1) % count;
  if (key === "PageDown") return Math.min(count - 1, index + 8);
  if (key === "PageUp") return Math.max(0, index - 8);
  return undefined;
}

/** Finds anything by its words. The focus stays in the box; arrow keys move through the list, Enter takes. */
export function SearchDialog({ onClose }: { readonly onClose: () => void }) {
  const catalog = useCatalog();
  const id = useId();
  const [query, setQuery] = useState("");
  const [index, setIndex] = useState(0);
  const list = useRef<HTMLDivElement>(null);
  const finds = search(catalog, useDeferredValue(query));
  const choose = (find: Find | undefined) => {
    if (find === undefined) return;
    take(find);
    onClose();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Enter") choose(finds[index]);
    const next = target(event.key, index, finds.length);
    if (next === undefined || finds.length === 0) return;
    event.preventDefault();
    setIndex(next);
    list.current?.children[next]?.scrollIntoView({ block: "nearest" });
  };
  return (
    <Dialog label="Search" onClose={onClose}>
      <div className={styles.box}>
        <Icon name="search" />
        <input
          className={styles.input}
          role="combobox"
          aria-label="Search features, flags, bits, machine types, CPU models, hosts"
          aria-expanded={finds.length > 0}
          aria-controls={`${id}-list`}
          aria-activedescendant={finds[index] && `${id}-${index}`}
          aria-autocomplete="list"
          placeholder="kvm-pv-eoi, eax bit 14, EPYC, Debian 13 …"
          autoCapitalize="none"
          autoComplete="off"
          spellCheck={false}
          // The dialog was opened to type into this box.
          // oxlint-disable-next-line jsx-a11y/no-autofocus
          autoFocus
          value={query}
          onChange={(event) => {
            setQuery(event.target.value);
            setIndex(0);
          }}
          onKeyDown={onKeyDown}
        />
      </div>
      <div ref={list} id={`${id}-list`} role="listbox" aria-label="Found" className={styles.list}>
        {finds.map((find, at) => (
          // The keyboard's way through the options is the box above: the focus never leaves it.
          // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus
          <div
            key={`${find.kind} ${find.label} ${find.id}`}
            id={`${id}-${at}`}
            role="option"
            aria-selected={at === index}
            className={styles.find}
            onClick={() => choose(find)}
            onPointerMove={() => setIndex(at)}
          >
            <code className={styles.label}>{find.label}</code>
            <span className={styles.detail}>{find.detail}</span>
            <span className={styles.kind}>{KINDS[find.kind]}</span>
          </div>
        ))}
      </div>
      <p className={styles.foot}>
        {finds.length === 0 ? (
          <output>Nothing found for “{query}”.</output>
        ) : (
          <>
            <kbd>↑</kbd> <kbd>↓</kbd> move · <kbd>Enter</kbd> takes it · <kbd>Esc</kbd> closes
          </>
        )}
      </p>
    </Dialog>
  );
}
