import { lazy, Suspense, useState } from "react";
import { hex } from "#base/u32.ts";
import { BitStrip, type BitCell } from "#parts/bit-strip.tsx";
import { WordValue } from "#parts/word-value.tsx";
import { flip, peekAt } from "#state/actions.ts";
import { changeText, flagChanges } from "#state/changes.ts";
import { leafTitle } from "#state/leaves.ts";
import { focusedPlace, registerWord } from "#state/places.ts";
import { bitCell, bitFocus, selectRegister } from "#state/register-view.ts";
import { selectResolved } from "#state/selectors.ts";
import { useApp, useCatalog, useSelection } from "#state/use-app.ts";
import { classList } from "#ui/class-list.ts";
import { Button } from "#ui/button.tsx";
import { Tabs } from "#ui/tabs.tsx";
import { QemuLine } from "./qemu-line.tsx";
import styles from "./dock.module.css";

const LibvirtLine = lazy(async () => ({ default: (await import("./libvirt-line.tsx")).LibvirtLine }));

const TABS = [
  { id: "qemu", label: "QEMU" },
  { id: "libvirt", label: "libvirt" },
];

/** Always in sight: the word of bits in focus, to be flipped, and the live line to copy. */
export function Dock() {
  const [tab, setTab] = useState("qemu");
  const [hasBits, setBits] = useState(false);
  return (
    <footer className={styles.dock} aria-label="Bits and command line">
      <div className={classList(styles.bits, hasBits && styles.shown)}>
        <FocusedWord />
      </div>
      <div className={styles.line}>
        <div className={styles.tabs}>
          <Tabs label="Command line of" tabs={TABS} selected={tab} panel="dock-line" onSelect={setTab} />
          <Button size="small" className={styles.toggle} aria-expanded={hasBits} onClick={() => setBits(!hasBits)}>
            Bits
          </Button>
        </div>
        <div id="dock-line" role="tabpanel" aria-label={tab === "qemu" ? "QEMU" : "libvirt"} className={styles.panel}>
          {tab === "qemu" ? (
            <QemuLine />
          ) : (
            <Suspense fallback={null}>
              <LibvirtLine />
            </Suspense>
          )}
        </div>
      </div>
    </footer>
  );
}

function FocusedWord() {
  const catalog = useCatalog();
  const selection = useSelection();
  const focus = useApp((app) => app.view.focus);
  const previous = useApp((app) => app.previous);
  const resolved = selectResolved(catalog, selection);
  const { bit, ...place } = focusedPlace(catalog, resolved, focus);
  const { leaf, subleaf, register } = place;
  const bits = selectRegister(catalog, selection, leaf, register, subleaf);
  const change = changeText(flagChanges(previous, selection));
  const focusOf = (cell: BitCell) => bitFocus(bits, { ...place, bit: cell.bit });
  return (
    <>
      <div className={styles.name}>
        <b>
          <code>
            {hex(leaf)}
            {subleaf > 0 && `.${subleaf}`} {register.toUpperCase()}
          </code>
        </b>{" "}
        <WordValue word={registerWord(resolved, place)} />
        <p className={styles.hint}>
          <output>{change || `${leafTitle(catalog, resolved, leaf, subleaf)} · click a bit to flip it`}</output>
        </p>
      </div>
      <div className={styles.strip}>
        <BitStrip
          register={register.toUpperCase()}
          bits={bits.map(bitCell)}
          current={bit}
          onFlip={(cell) => flip({ ...place, bit: cell.bit }, focusOf(cell))}
          onRest={(cell) => peekAt(cell && { focus: focusOf(cell), selection })}
        />
      </div>
    </>
  );
}
