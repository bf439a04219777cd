import type { ButtonHTMLAttributes } from "react";
import { classList } from "./class-list.ts";
import styles from "./button.module.css";

interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  /** `primary` for the one action a place is about; `quiet` for those beside text. */
  readonly look?: "plain" | "primary" | "quiet";
  readonly size?: "normal" | "small" | "icon";
}

/** A push button. Always `type="button"`: nothing here submits a form. */
export function Button({ look = "plain", size = "normal", className, ...rest }: ButtonProps) {
  return <button {...rest} type="button" className={classList(styles.button, styles[look], styles[size], className)} />;
}
