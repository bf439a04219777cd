import type { EditorView } from "@codemirror/view";
import { useState } from "react";
import { useStore } from "zustand";
import type { BundledProfile } from "#catalog/bundle-types.ts";
import { FORMATS } from "#formats/index.ts";
import { askUpgrade, chooseVm, explainStore, type Read } from "#state/explain.ts";
import { pastedResolved, pastedSelection, takePasted } from "#state/explain-vm.ts";
import { printFlags } from "#state/flag-text.ts";
import { leftOutText } from "#state/profile-actions.ts";
import { useCatalog, useSelection } from "#state/use-app.ts";
import type { Repaired, ShownVm } from "#state/explain-work.ts";
import { Button } from "#ui/button.tsx";
import { Card } from "#ui/card.tsx";
import { Select } from "#ui/select.tsx";
import { Changes } from "./changes.tsx";
import { editsOf, makeEdits } from "./editor/open-editor.ts";
import styles from "./explain-view.module.css";

/** The virtual machine that the text describes, and what can be done with it. */
export function VmCard({ editor }: { readonly editor: EditorView | undefined }) {
  const { read, vm } = useStore(explainStore);
  const config = read?.explained.vms[vm];
  if (!read || !config || !editor) return null;
  const { vms, vmCount } = read.explained;
  return (
    <Card
      title="Machine in the text"
      hint={vmCount > vms.length ? `the first ${vms.length} of ${vmCount}` : undefined}
      actions={
        vms.length > 1 && (
          <Select
            label="Which virtual machine"
            value={String(vm)}
            options={vms.map(({ name }, index) => ({
              value: String(index),
              label: `${index + 1}. ${name ?? "unnamed"}`,
            }))}
            onChange={(value) => chooseVm(Number(value))}
          />
        )
      }
    >
      <div className={styles.vm}>
        <VmFacts config={config} />
        {config.isComplete && <Ways key={vm} config={config} read={read} vm={vm} editor={editor} />}
      </div>
    </Card>
  );
}

function VmFacts({ config }: { readonly config: ShownVm }) {
  const catalog = useCatalog();
  const { host } = useSelection();
  if (!config.isComplete)
    return <p>This machine has more flags than anybody writes: nothing is worked out from them.</p>;
  const { machine, cpu, accel, overrides } = pastedSelection(config, host);
  const starts = pastedResolved(catalog, config, host)?.starts;
  return (
    <p>
      {config.name !== undefined && <b>{config.name}: </b>}
      {machine || (config.isWhole ? "QEMU's default machine type" : "no machine type")}, {cpuText(config, cpu)},{" "}
      {accel === "tcg" ? "TCG" : "KVM"}, {overrides.length === 0 ? "no flags" : <code>{printFlags(overrides)}</code>}.{" "}
      {starts === "no" ? (
        <b>It does not start on this host.</b>
      ) : starts === "unknown" ? (
        "Whether it starts on this host is not known."
      ) : (
        ""
      )}
      {config.addedByTool.length > 0 && (
        <>
          {" "}
          The tool adds by itself: <code>{config.addedByTool.join(", ")}</code>.
        </>
      )}
    </p>
  );
}

const cpuText = ({ cpuMode, isWhole }: ShownVm, cpu: string): string =>
  cpu || cpuMode || (isWhole ? "QEMU's default CPU model" : "no CPU model");

interface WaysProps {
  readonly config: ShownVm;
  readonly read: Read;
  readonly vm: number;
  readonly editor: EditorView;
}

interface Offer {
  readonly profile: BundledProfile;
  readonly made: Repaired;
  readonly of: Read;
}

/** Take it over, export it, put a profile into the text. */
function Ways({ config, read, vm, editor }: WaysProps) {
  const catalog = useCatalog();
  const [isTaken, setTaken] = useState(false);
  const [offer, setOffer] = useState<Offer>();
  const choose = async (id: string): Promise<void> => {
    const profile = catalog.profiles.find((row) => row.id === id);
    setOffer(undefined);
    const made = profile && (await askUpgrade(profile, vm));
    if (profile && made) setOffer({ profile, made, of: read });
  };
  const put = ({ made, of }: Offer): void => {
    if (editor.state.doc.toString() === of.text) makeEdits(editor, made.rounds);
    setOffer(undefined);
  };
  return (
    <>
      <div className={styles.ways}>
        <Button
          look="primary"
          onClick={() => {
            takePasted(config);
            setTaken(true);
          }}
        >
          Take over into the explorer
        </Button>
        <Select
          label="Export as"
          value=""
          options={[
            { value: "", label: "Export as …" },
            ...FORMATS.map(({ id, title }) => ({ value: id, label: title })),
          ]}
          onChange={(format) => takePasted(config, format)}
        />
        <Select
          label="Upgrade to a profile"
          value={offer?.profile.id ?? ""}
          options={[
            { value: "", label: "Upgrade to profile …" },
            ...catalog.profiles
              .filter(({ kind }) => kind !== "warning")
              .map(({ id, title, version }) => ({ value: id, label: `${title} (${id}@${version})` })),
          ]}
          onChange={(id) => void choose(id)}
        />
      </div>
      <output>{isTaken && "The explorer now shows this machine on its host; Back undoes it."}</output>
      {offer && offer.of === read && (
        <OfferCard offer={offer} onPut={() => put(offer)} onDrop={() => setOffer(undefined)} />
      )}
    </>
  );
}

interface OfferCardProps {
  readonly offer: Offer;
  readonly onPut: () => void;
  readonly onDrop: () => void;
}

/** What a profile would change in the text, before it does. */
function OfferCard({ offer: { profile, made, of }, onPut, onDrop }: OfferCardProps) {
  const catalog = useCatalog();
  const { rounds, unsaid, leftOut } = made;
  return (
    <div className={styles.offer} role="group" aria-label={`Upgrade to ${profile.title}`}>
      <p>
        <b>{profile.title}</b>: {profile.about}
      </p>
      {rounds.length === 0 ? (
        <p>The text has it already, as far as it can say it: nothing would change.</p>
      ) : (
        <Changes text={of.text} edits={editsOf(of.text.length, rounds)} />
      )}
      {unsaid.length > 0 && (
        <p>
          This format has no words for <code>{unsaid.join(", ")}</code>.
        </p>
      )}
      {leftOut.length > 0 && <p>Left out: {leftOutText(catalog, leftOut)}.</p>}
      <div className={styles.ways}>
        {rounds.length > 0 && (
          <Button look="primary" onClick={onPut}>
            Make these changes
          </Button>
        )}
        <Button onClick={onDrop}>{rounds.length > 0 ? "Leave it" : "Close"}</Button>
      </div>
    </div>
  );
}
