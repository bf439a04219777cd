import { useEffect, type ReactNode } from "react";
import { useStore } from "zustand";
import type { DecodedCpu } from "#engine/dump/compare.ts";
import type { Configuration } from "#engine/dump/guess-configuration.ts";
import type { MachineGuess } from "#engine/dump/guess-machine.ts";
import { cpuSentences, machineSentence } from "#engine/dump/guess-words.ts";
import { printQemuArgv } from "#formats/qemu-argv-print.ts";
import { select } from "#state/actions.ts";
import { printFlags } from "#state/flag-text.ts";
import { forgetGuess, guessStore, searchGuess } from "#state/guess.ts";
import { hostText } from "#state/point-text.ts";
import { useCatalog, useSelection } from "#state/use-app.ts";
import { Badge, type Tone } from "#ui/badge.tsx";
import { Button } from "#ui/button.tsx";
import styles from "./dump.module.css";

/** What would make this very dump on the chosen host, and how sure each part of it is. */
export function Likely({ cpu }: { readonly cpu: DecodedCpu }) {
  const catalog = useCatalog();
  const selection = useSelection();
  const { guess, isSearching } = useStore(guessStore);
  useEffect(() => searchGuess(catalog, selection, cpu), [catalog, selection, cpu]);
  useEffect(() => forgetGuess, []);
  return (
    <div aria-busy={isSearching}>
      <h3 className={styles.title}>Likely configuration</h3>
      <p role="status" className={styles.hint}>
        {isSearching ? "Searching …" : guess ? `On ${hostText(catalog, guess.selection)}:` : NOTHING}
      </p>
      {guess && <Found guess={guess} isSearching={isSearching} />}
    </div>
  );
}

const NOTHING = "The dump tells neither a CPU nor a hypervisor to search by.";

function Found({ guess, isSearching }: { readonly guess: Configuration; readonly isSearching: boolean }) {
  const catalog = useCatalog();
  const { selection, cpu, flags, machines } = guess;
  const isFound = flags?.sureness !== "not";
  return (
    <>
      {isFound && (
        <pre className={styles.command} role="group" aria-label="Likely command line">
          <code>{printQemuArgv(catalog, selection)}</code>
        </pre>
      )}
      <dl className={styles.parts}>
        <Part title="CPU model" sureness={cpu?.sureness ?? "not told"}>
          {cpu ? cpuSentences(cpu).join(" ") : "The dump does not tell which CPU it is; the chosen model stays."}
        </Part>
        <Part title="Flags" sureness={flags?.sureness ?? "not told"}>
          {flagSentence(flags)}
        </Part>
        {isFound && machines && <Machines machines={machines} />}
      </dl>
      {isFound && (
        <Button size="small" disabled={isSearching} onClick={() => select(selection)}>
          Take it over
        </Button>
      )}
    </>
  );
}

function Machines({ machines }: { readonly machines: MachineGuess }) {
  const { count, of, chosen } = machines;
  return (
    <Part title="Machine type" sureness={count === of ? "alike" : "range"}>
      {machineSentence(machines)}
      {chosen && (
        <>
          {" "}
          On the chosen one it would take <code>{printFlags(chosen.selection.overrides)}</code>.
        </>
      )}
    </Part>
  );
}

const TONES: Readonly<Record<string, Tone>> = {
  sure: "on",
  exact: "on",
  likely: "opt",
  nearly: "miss",
  open: "miss",
  not: "no",
  range: "opt",
};

interface PartProps {
  readonly title: string;
  readonly sureness: string;
  readonly children: ReactNode;
}

function Part({ title, sureness, children }: PartProps) {
  return (
    <div>
      <dt>
        {title} <Badge tone={TONES[sureness] ?? "unk"}>{sureness === "not" ? "not found" : sureness}</Badge>
      </dt>
      <dd>{children}</dd>
    </div>
  );
}

function flagSentence(flags: Configuration["flags"]): string {
  if (!flags)
    return "The dump has no hypervisor leaves: the program that wrote it does not read them, or left them out.";
  const { sureness, differing, uncompared } = flags;
  const open =
    uncompared > 0 ? ` ${uncompared} bits were not compared, since prediction or dump does not tell them.` : "";
  switch (sureness) {
    case "exact":
      return `They make every hypervisor leaf of the dump, bit for bit; others may do so too.${open}`;
    case "nearly":
      return `They make the hypervisor leaves of the dump but for ${differing} ${differing === 1 ? "bit" : "bits"}: QEMU or host may be others.${open}`;
    case "not":
      return "No flags were found that make the hypervisor leaves of the dump on the host chosen here. Choose the one that the guest ran on.";
  }
}
