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
}

type Outcome = "idle" | "copied" | "failed";

const SAID: Record<Outcome, string> = {
  idle: "",
  copied: "Copied",
  failed: "Copying is blocked: select the text instead",
};

/** Copies a text and says for two seconds whether it worked. */
export function CopyButton({ text, label = "Copy", name, look = "plain", icon }: CopyButtonProps) {
  const [outcome, setOutcome] = useState<Outcome>("idle");
  useEffect(() => {
    if (outcome === "idle") return;
    const timer = setTimeout(() => setOutcome("idle"), 2000);
    return () => clearTimeout(timer);
  }, [outcome]);
  const press = async () => setOutcome((await copyText(text())) ? "copied" : "failed");
  const glyph = outcome === "copied" ? "check" : icon;
  return (
    <>
      <Button look={look} aria-label={name} title={SAID[outcome] || undefined} onClick={() => void press()}>
        {glyph && <Icon name={glyph} size={14} />}
        {outcome === "idle" ? label : outcome === "copied" ? "Copied" : "Blocked"}
      </Button>
      <VisuallyHidden>
        <output>{SAID[outcome]}</output>
      </VisuallyHidden>
    </>
  );
}
