import { memo, useMemo } from "react";
import { hex } from "#base/u32.ts";
import type { Register as RegisterName } from "#catalog/schema/common.ts";
import { BitStrip, type BitCell } from "#parts/bit-strip.tsx";
import { WordValue } from "#parts/word-value.tsx";
import { focusOn, peekAt } from "#state/actions.ts";
import { flipBits, pressBit } from "#state/bit-actions.ts";
import type { LeafEntry } from "#state/leaves.ts";
import { bitCell, bitFocus, selectRegister, type RegisterBit } from "#state/register-view.ts";
import { store } from "#state/store.ts";
import { CopyButton } from "#ui/copy-button.tsx";
import { Fields } from "./fields.tsx";
import { Layers } from "./layers.tsx";
import { Names } from "./names.tsx";
import styles from "./cpuid-view.module.css";

interface RegisterProps {
  readonly leaf: number;
  readonly subleaf: number;
  readonly register: RegisterName;
  /** The same array as long as nothing about the bits changed. */
  readonly bits: readonly RegisterBit[];
  readonly word: number;
  /** The bit that is explained. */
  readonly current: number | undefined;
  readonly entry: LeafEntry;
  /** What the leaf follows from, where it is not predicted. */
  readonly follows: string | undefined;
}

/** What the buttons of a register do; they ask the store, so that they stay the same while the selection changes. */
function handlers(leaf: number, subleaf: number, register: RegisterName) {
  const place = { leaf, subleaf, register };
  const focusOf = (bit: number) => {
    const { catalog, selection } = store.getState();
    if (catalog.status !== "ready") return undefined;
    return bitFocus(selectRegister(catalog.catalog, selection, leaf, register, subleaf), { ...place, bit });
  };
  const peek = (bit: number) => {
    const focus = focusOf(bit);
    if (focus) peekAt({ focus, selection: store.getState().selection });
  };
  return {
    press: (cell: BitCell) => pressBit(place, cell.bit),
    drag: (cells: readonly BitCell[]) =>
      flipBits(
        place,
        cells.map((cell) => cell.bit),
      ),
    rest: (cell: BitCell | undefined) => (cell ? peek(cell.bit) : peekAt(undefined)),
    take: (bit: number) => {
      const focus = focusOf(bit);
      if (focus) focusOn(focus);
    },
  };
}

/** A bit of the leaf that has a name of its own, though no property sets it; parts of numbers and texts have none. */
const isNamedBit = ({ info }: RegisterBit): boolean => info.why === "No property sets this bit.";

/** One register: its value, its bits below those of the layers that they came through, and the names of the bits. */
export const Register = memo(function Register(props: RegisterProps) {
  const { leaf, subleaf, register, bits, word, current, entry, follows } = props;
  const { press, drag, rest, take } = useMemo(() => handlers(leaf, subleaf, register), [leaf, subleaf, register]);
  const cells = useMemo(() => bits.map(bitCell), [bits]);
  const isUnpredicted = bits.every((bit) => bit.look === "unknown");
  const isOwned = bits.some((bit) => bit.info.feature !== undefined);
  const isBlank = word === 0 && !isUnpredicted && bits.every((bit) => bit.owner === "" && !bit.info.canFlip);
  const hasStrip = !isBlank && bits.some((bit) => bit.owner !== "" || bit.info.canFlip || isNamedBit(bit));
  return (
    <section className={styles.register} aria-label={register.toUpperCase()}>
      <div className={styles.head}>
        <h3 className={styles.name}>{register.toUpperCase()}</h3>
        {isUnpredicted ? (
          <span className={styles.hint}>not predicted: {follows ?? "it depends on the host machine"}</span>
        ) : (
          <WordValue word={word} full={!isBlank} />
        )}
        {!isUnpredicted && !isBlank && (
          <CopyButton look="quiet" name={`Copy ${register.toUpperCase()}`} text={() => hex(word)} />
        )}
        <Fields entry={entry} register={register} owned={isOwned} />
      </div>
      {isBlank && <p className={styles.hint}>Nothing is set, and no bit of it has a name.</p>}
      {hasStrip && (
        <div className={styles.rows}>
          <Layers bits={bits} />
          <span className={styles.guest}>guest sees</span>
          <BitStrip
            register={register.toUpperCase()}
            size="wide"
            bits={cells}
            current={current}
            onFlip={press}
            onDrag={drag}
            onRest={rest}
          />
        </div>
      )}
      <Names bits={bits} onTake={take} />
    </section>
  );
});
