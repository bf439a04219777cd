import type { Tri } from "#engine/resolved.ts";
import type { RegisterBit } from "#state/register-view.ts";
import { VisuallyHidden } from "#ui/visually-hidden.tsx";
import styles from "./cpuid-view.module.css";

/** What the host reports and what QEMU can set, bit above bit; absent where no feature owns a bit of the register. */
export function Layers({ bits }: { readonly bits: readonly RegisterBit[] }) {
  if (bits.every((bit) => bit.host === undefined)) return null;
  return (
    <>
      <Layer title="host supports" kind="host" bits={bits} />
      <Layer title="QEMU can set" kind="qemu" bits={bits} />
    </>
  );
}

interface LayerProps {
  readonly title: string;
  readonly kind: "host" | "qemu";
  readonly bits: readonly RegisterBit[];
}

const numbers = (bits: readonly RegisterBit[], kind: "host" | "qemu", answer: Tri): string =>
  bits
    .filter((bit) => bit[kind] === answer)
    .map((bit) => bit.bit)
    .join(", ");

function Layer({ title, kind, bits }: LayerProps) {
  const known = numbers(bits, kind, "yes");
  const unknown = numbers(bits, kind, "unknown");
  return (
    <>
      <span className={styles.layerTitle}>{title}</span>
      <div className={styles.layer}>
        <VisuallyHidden>
          bits {known || "none"}
          {unknown && `, not known for ${unknown}`}
        </VisuallyHidden>
        {bits.map((bit) => (
          <i key={bit.bit} data-kind={kind} data-answer={bit[kind]} aria-hidden="true" />
        ))}
      </div>
    </>
  );
}
