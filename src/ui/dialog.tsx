import { useEffect, useRef, type ReactNode } from "react";
import { classList } from "./class-list.ts";
import styles from "./dialog.module.css";

interface DialogProps {
  readonly label: string;
  readonly shape?: "sheet" | "palette";
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/** A modal `<dialog>`, open as long as it is rendered. Escape and a press beside it close it; focus returns by itself. */
export function Dialog({ label, shape = "palette", onClose, children }: DialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const element = dialog.current;
    const opener = document.activeElement;
    element?.showModal();
    return () => {
      element?.close();
      if (opener instanceof HTMLElement) opener.focus();
    };
  }, []);
  return (
    // The platform already gives a dialog Escape; the press on its backdrop has no keyboard counterpart to add.
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/no-noninteractive-element-interactions
    <dialog
      ref={dialog}
      aria-label={label}
      className={classList(styles.dialog, styles[shape])}
      onClose={onClose}
      onClick={(event) => {
        if (event.target === dialog.current) onClose();
      }}
    >
      <div className={styles.body}>{children}</div>
    </dialog>
  );
}
