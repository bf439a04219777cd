import { useEffect, useLayoutEffect, useRef } from "react";
import { GridController } from "./controller.ts";
import type { GridProps } from "./model.ts";
import { listen } from "./pointer.ts";
import styles from "./pooled-grid.module.css";

/**
 * A grid of any size that draws only what is in sight, with elements that it uses again and again: React renders the frame,
 * the cells are written by hand. Rows, columns and place are kept by the ids of their heads.
 */
export function PooledGrid(props: GridProps) {
  const scroller = useRef<HTMLDivElement>(null);
  const status = useRef<HTMLDivElement>(null);
  const controller = useRef<GridController>(undefined);
  useLayoutEffect(() => {
    if (scroller.current === null || status.current === null) return;
    const made = new GridController(scroller.current, status.current);
    controller.current = made;
    const stop = listen(scroller.current, made);
    return () => {
      stop();
      made.destroy();
      controller.current = undefined;
    };
  }, []);
  // Every render may bring other handlers; the controller itself sees whether the model is another one.
  useLayoutEffect(() => controller.current?.update(props));
  useEffect(() => {
    scroller.current?.setAttribute("aria-multiselectable", props.onRange ? "true" : "false");
  }, [props.onRange]);
  return (
    <div className={styles.grid}>
      <div ref={scroller} role="grid" aria-label={props.label} className={styles.scroller} />
      <div ref={status} role="status" className={styles.status} />
    </div>
  );
}
