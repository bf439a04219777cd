import { VerdictTile } from "#parts/verdict-mark.tsx";
import { classList } from "#ui/class-list.ts";
import { heat, type CountedCell } from "./count-text.ts";
import styles from "./count-tile.module.css";

/** A count of features as a number on its heat: seen, and of how many. */
export function CountTile({
  cell,
  isCurrent = false,
  bare = false,
}: {
  readonly cell: CountedCell;
  readonly isCurrent?: boolean;
  readonly bare?: boolean;
}) {
  if (cell.state === "no-start" || cell.state === "unknown")
    return <VerdictTile state={cell.state} current={isCurrent} />;
  const share = heat(cell.seen, cell.possible);
  return (
    <span
      className={classList(styles.tile, isCurrent && styles.current, share > 60 && styles.hot)}
      style={{ "--heat": `${share}%` }}
    >
      {cell.seen}
      {!bare && <small className={styles.of}>/{cell.possible}</small>}
    </span>
  );
}
