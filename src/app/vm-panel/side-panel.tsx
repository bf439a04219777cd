import { useState } from "react";
import { Button } from "#ui/button.tsx";
import { Dialog } from "#ui/dialog.tsx";
import { Icon } from "#ui/icon.tsx";
import { GuestSees } from "./guest-sees.tsx";
import { VmPanel } from "./vm-panel.tsx";
import styles from "./side-panel.module.css";

/** The left column: what the guest sees, and the selection. On a phone the selection opens as a sheet. */
export function SidePanel() {
  const [isOpen, setOpen] = useState(false);
  return (
    <aside className={styles.panel} aria-label="Virtual machine and host">
      <GuestSees />
      <div className={styles.inline}>
        <VmPanel />
      </div>
      <div className={styles.opener}>
        <Button onClick={() => setOpen(true)} aria-haspopup="dialog">
          <Icon name="settings" />
          Virtual machine and host
        </Button>
      </div>
      {isOpen && (
        <Dialog label="Virtual machine and host" shape="sheet" onClose={() => setOpen(false)}>
          <div className={styles.sheetHead}>
            <strong>Virtual machine and host</strong>
            <Button look="primary" onClick={() => setOpen(false)}>
              Done
            </Button>
          </div>
          <div className={styles.sheetBody}>
            <VmPanel />
          </div>
        </Dialog>
      )}
    </aside>
  );
}
