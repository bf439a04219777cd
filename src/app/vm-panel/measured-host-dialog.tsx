import { useId, useState, type DragEvent } from "react";
import { chooseMeasured } from "#state/actions.ts";
import { Button } from "#ui/button.tsx";
import { Dialog } from "#ui/dialog.tsx";
import styles from "./measured-host.module.css";

/** The readers of both forms come with the first file: hardly anybody needs them. */
const readHost = async (text: string) => (await import("#formats/host-text.ts")).parseHostText(text);

/** Paste, drop or choose the file; a file with a mistake is named by place, and the text stays. */
export function MeasuredHostDialog({ onClose }: { readonly onClose: () => void }) {
  const [text, setText] = useState("");
  const [wrong, setWrong] = useState<readonly string[]>([]);
  const ids = { text: useId(), wrong: useId(), file: useId() };
  const take = async (given: string): Promise<void> => {
    setText(given);
    const host = await readHost(given);
    if (!host.ok) {
      setWrong(host.issues.slice(0, 5).map(({ where, message }) => (where ? `${where}: ${message}` : message)));
      return;
    }
    chooseMeasured(host.value);
    onClose();
  };
  const read = async (file: File | undefined): Promise<void> => {
    if (file) await take(await file.text());
  };
  const drop = (event: DragEvent): void => {
    event.preventDefault();
    void read(event.dataTransfer.files[0]);
  };
  return (
    <Dialog label="Measured host" onClose={onClose}>
      <div className={styles.dialog}>
        <h2>Measured host</h2>
        <p>
          What your own KVM answers wins over everything the catalogue says of its kernel. The host probe of this
          project, tools/host-probe/host-probe.py, writes the file. What <code>virsh domcapabilities</code> prints
          serves too, but tells less: Hyper-V, CPU models and vendor. It stays in this browser; a link carries its name
          only.
        </p>
        <label htmlFor={ids.text}>Paste the file, or drop it here</label>
        <textarea
          id={ids.text}
          rows={8}
          spellCheck={false}
          value={text}
          aria-invalid={wrong.length > 0}
          aria-describedby={wrong.length > 0 ? ids.wrong : undefined}
          onChange={(event) => setText(event.target.value)}
          onDragOver={(event) => event.preventDefault()}
          onDrop={drop}
        />
        {wrong.length > 0 && (
          <ul id={ids.wrong} role="alert" className={styles.wrong}>
            {wrong.map((line) => (
              <li key={line}>{line}</li>
            ))}
          </ul>
        )}
        <div className={styles.actions}>
          <input
            id={ids.file}
            type="file"
            accept=".json,.xml,application/json,text/xml,application/xml"
            aria-label="Choose the file"
            onChange={(event) => void read(event.target.files?.[0])}
          />
          <Button look="primary" onClick={() => void take(text)}>
            Use this host
          </Button>
        </div>
      </div>
    </Dialog>
  );
}
