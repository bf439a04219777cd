import type { ReactNode } from "react";
import { Button } from "./button.tsx";
import { classList } from "./class-list.ts";
import { Icon } from "./icon.tsx";
import styles from "./notice.module.css";

interface NoticeProps {
  readonly tone: "info" | "warning" | "error";
  readonly children: ReactNode;
  readonly onDismiss?: () => void;
}

/** A sentence that the reader should not miss, with a way to put it away. */
export function Notice({ tone, children, onDismiss }: NoticeProps) {
  return (
    <div className={classList(styles.notice, styles[tone])} role={tone === "error" ? "alert" : undefined}>
      <Icon name={tone === "info" ? "info" : "warning"} />
      <div className={styles.text}>{children}</div>
      {onDismiss && (
        <Button size="small" look="quiet" onClick={onDismiss}>
          Dismiss
        </Button>
      )}
    </div>
  );
}
