import type { ReactNode } from "react";
import { classList } from "./class-list.ts";
import styles from "./badge.module.css";

export type Tone = "plain" | "on" | "opt" | "miss" | "no" | "unk";

/** A small coloured word. The colour repeats what the word says. */
export function Badge({ tone = "plain", children }: { readonly tone?: Tone; readonly children: ReactNode }) {
  return <span className={classList(styles.badge, styles[tone])}>{children}</span>;
}
