import { memo } from "react";
import type { RegisterBit } from "#state/register-view.ts";
import { VisuallyHidden } from "#ui/visually-hidden.tsx";
import styles from "./cpuid-view.module.css";

type Kind = "host" | "qemu" | "preset";

const TITLES: Record<Kind, string> = {
  host: "host supports",
  qemu: "QEMU can set",
  preset: "set by default",
};

/** The layers below the guest, bit above bit: a bit dies where its column ends. Rows of which nothing is known are left out. */
export function Layers({ bits }: { readonly bits: readonly RegisterBit[] }) {
  if (bits.every((bit) => bit.qemu === undefined)) return null;
  return (
    <>
      {(["host", "qemu", "preset"] as const)
        .filter((kind) => bits.some((bit) => bit[kind] !== undefined))
        .map((kind) => (
          <Layer key={kind} kind={kind} answers={bits.map((bit) => letter(bit, kind)).join("")} />
        ))}
    </>
  );
}

/** One letter a bit, so that a row whose answers stay the same is not drawn anew: yes, no, unknown, or nothing to say. */
function letter(bit: RegisterBit, kind: Kind): string {
  const answer = bit[kind];
  if (answer === undefined) return " ";
  if (typeof answer === "boolean") return answer ? "y" : "n";
  return answer.charAt(0);
}

interface LayerProps {
  readonly kind: Kind;
  /** 32 letters, highest bit first. */
  readonly answers: string;
}

const ANSWERS: Record<string, "yes" | "no" | "unknown"> = { y: "yes", n: "no", u: "unknown" };

const numbers = (answers: string, letter: string): string =>
  [...answers]
    .map((answer, index) => (answer === letter ? 31 - index : undefined))
    .filter((bit) => bit !== undefined)
    .join(", ");

const Layer = memo(function Layer({ kind, answers }: LayerProps) {
  const known = numbers(answers, "y");
  const unknown = numbers(answers, "u");
  return (
    <>
      <span className={styles.layerTitle}>{TITLES[kind]}</span>
      <div className={styles.layer}>
        <VisuallyHidden>
          bits {known || "none"}
          {unknown && `, not known for ${unknown}`}
        </VisuallyHidden>
        {[...answers].map((answer, index) => (
          <i key={index} data-kind={kind} data-answer={ANSWERS[answer]} aria-hidden="true" />
        ))}
      </div>
    </>
  );
});
