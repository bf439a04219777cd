import { useEffect, useState } from "react";
import { Button } from "./button.tsx";
import { copyText } from "./clipboard.ts";
import { Icon } from "./icon.tsx";
import { VisuallyHidden } from "./visually-hidden.tsx";

interface CopyButtonProps {
  /** Called at the press, so that the text is as fresh as the press. */
  readonly text: () => string;
  readonly label?: string;
  /** Spoken name where the label alone would be ambiguous. */
  readonly name?: string;
  readonly look?: "plain" | "primary" | "quiet";
  readonly icon?: "copy" | "link";
  /** Called once the text is on the clipboard. */
  readonly onCopied?: () => void;
  /** What helps where copying is blocked: selects the text; false where it could not. */
  readonly onBlocked?: () => boolean;
}

type Outcome = "idle" | "copied" | "selected" | "failed";

const SAID: Record<Outcome, string> = {
  idle: "",
  copied: "Copied",
  selected: "Copying is blocked: the text is selected, copy it by key or menu",
  failed: "Copying is blocked: select the text instead",
};

const SHOWN: Record<Exclude<Outcome, "idle">, string> = { copied: "Copied", selected: "Selected", failed: "Blocked" };

/** How long the outcome stays, in milliseconds: longer where the reader has to do something. */
const STAYS: Record<Outcome, number> = { idle: 0, copied: 2000, selected: 8000, failed: 8000 };

/** Copies a text and says for a while whether it worked. */
export function CopyButton({ text, label = "Copy", name, look = "plain", icon, onCopied, onBlocked }: CopyButtonProps) {
  const [outcome, setOutcome] = useState<Outcome>("idle");
  useEffect(() => {
    if (outcome === "idle") return;
    const timer = setTimeout(() => setOutcome("idle"), STAYS[outcome]);
    return () => clearTimeout(timer);
  }, [outcome]);
  const press = async () => {
    const isCopied = await copyText(text());
    if (isCopied) onCopied?.();
    setOutcome(isCopied ? "copied" : onBlocked?.() === true ? "selected" : "failed");
  };
  const glyph = outcome === "copied" ? "check" : icon;
  return (
    <>
      <Button look={look} aria-label={name} title={SAID[outcome] || undefined} onClick={() => void press()}>
        {glyph && <Icon name={glyph} size={14} />}
        {outcome === "idle" ? label : SHOWN[outcome]}
      </Button>
      <VisuallyHidden>
        <output>{SAID[outcome]}</output>
      </VisuallyHidden>
    </>
  );
}
