import type { Register as RegisterName } from "#catalog/schema/common.ts";
import { BitStrip, type BitCell } from "#parts/bit-strip.tsx";
import { WordValue } from "#parts/word-value.tsx";
import { flip, flipFlag, focusOn, peekAt } from "#state/actions.ts";
import type { LeafEntry } from "#state/leaves.ts";
import { bitCell, bitFocus, selectRegister } from "#state/register-view.ts";
import { selectResolved } from "#state/selectors.ts";
import { focusedPlace, registerWord } from "#state/places.ts";
import { useApp, useCatalog, useSelection } from "#state/use-app.ts";
import { Fields } from "./fields.tsx";
import { Layers } from "./layers.tsx";
import { Names } from "./names.tsx";
import styles from "./cpuid-view.module.css";

interface RegisterProps {
  readonly entry: LeafEntry;
  readonly register: RegisterName;
}

/** One register: its value, its bits above those of host and QEMU, and the names of the bits. */
export function Register({ entry, register }: RegisterProps) {
  const catalog = useCatalog();
  const selection = useSelection();
  const focus = useApp((app) => app.view.focus);
  const resolved = selectResolved(catalog, selection);
  const { leaf, subleaf } = entry;
  const bits = selectRegister(catalog, selection, leaf, register, subleaf);
  const word = registerWord(resolved, { leaf, register }, subleaf);
  const isUnpredicted = bits.every((bit) => bit.look === "unknown");
  const isOwned = bits.some((bit) => bit.info.feature !== undefined);
  const isBlank =
    word === 0 && !isUnpredicted && bits.every((bit) => !bit.info.canFlip && bit.info.feature === undefined);
  const place = focusedPlace(catalog, resolved, focus);
  const current = subleaf === 0 && place.leaf === leaf && place.register === register ? place.bit : undefined;
  const focusOf = (bit: number) => bitFocus(bits, { leaf, register, bit });
  const press = (cell: BitCell) => {
    if (subleaf > 0) {
      if (cell.canFlip) flipFlag(cell.name, cell.look !== "set");
    } else if (cell.canFlip) flip({ leaf, register, bit: cell.bit }, focusOf(cell.bit));
    else focusOn(focusOf(cell.bit));
  };
  return (
    <section className={styles.register} aria-label={register.toUpperCase()}>
      <div className={styles.head}>
        <h3 className={styles.name}>{register.toUpperCase()}</h3>
        {isUnpredicted ? (
          <span className={styles.hint}>not predicted: it depends on the host machine</span>
        ) : (
          <WordValue word={word} full={!isBlank} />
        )}
        <Fields entry={entry} register={register} owned={isOwned} />
      </div>
      {isBlank ? (
        <p className={styles.hint}>Nothing is set, and no bit of it has a name.</p>
      ) : (
        <div className={styles.rows}>
          <Layers bits={bits} />
          <span className={styles.guest}>guest sees</span>
          <BitStrip
            register={register.toUpperCase()}
            size="wide"
            bits={bits.map(bitCell)}
            current={current}
            onFlip={press}
            onRest={(cell) => peekAt(cell && subleaf === 0 ? { focus: focusOf(cell.bit), selection } : undefined)}
          />
        </div>
      )}
      <Names bits={bits} onTake={subleaf === 0 ? (bit) => focusOn(focusOf(bit)) : undefined} />
    </section>
  );
}
