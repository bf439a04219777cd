import { useId, useState, type DragEvent } from "react";
import { parseMeasuredHost } from "#catalog/measured.ts";
import { chooseMeasured, dropMeasured } from "#state/actions.ts";
import { useSelection } from "#state/use-app.ts";
import { Button } from "#ui/button.tsx";
import { Dialog } from "#ui/dialog.tsx";
import { Facts } from "#ui/facts.tsx";
import styles from "./measured-host.module.css";

/** The way to a host that answered for itself, or what is known of the one that did. */
export function MeasuredHostField() {
  const { host } = useSelection();
  const [isOpen, setOpen] = useState(false);
  if (host.measured) {
    const { kernel, release, vendor } = host.measured;
    return (
      <div className={styles.measured}>
        <Facts
          facts={[
            { term: "Measured", value: `Linux ${release ?? kernel}` },
            { term: "CPU vendor", value: vendor },
            { term: "Hyper-V in KVM", value: host.hyperv ? "yes" : "no" },
          ]}
        />
        <Button size="small" onClick={dropMeasured}>
          Use the catalogue instead
        </Button>
      </div>
    );
  }
  return (
    <>
      <Button size="small" onClick={() => setOpen(true)}>
        Use a measured host …
      </Button>
      {isOpen && <MeasuredHostDialog onClose={() => setOpen(false)} />}
    </>
  );
}

/** Paste, drop or choose the file; a file with a mistake is named by place, and the text stays. */
function MeasuredHostDialog({ onClose }: { readonly onClose: () => void }) {
  const [text, setText] = useState("");
  const [wrong, setWrong] = useState<readonly string[]>([]);
  const ids = { text: useId(), wrong: useId(), file: useId() };
  const take = (given: string): void => {
    setText(given);
    const host = parseMeasuredHost(given);
    if (!host.ok) {
      setWrong(host.issues.slice(0, 5).map(({ where, message }) => (where ? `${where}: ${message}` : message)));
      return;
    }
    chooseMeasured(host.value);
    onClose();
  };
  const read = async (file: File | undefined): Promise<void> => {
    if (file) take(await file.text());
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
          project, tools/host-probe/host-probe.py, writes the file. It stays in this browser; a link carries its name
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
            accept=".json,application/json"
            aria-label="Choose the file"
            onChange={(event) => void read(event.target.files?.[0])}
          />
          <Button look="primary" onClick={() => take(text)}>
            Use this host
          </Button>
        </div>
      </div>
    </Dialog>
  );
}
