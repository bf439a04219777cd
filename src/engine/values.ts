// Values of CPU properties: what QEMU's parsers take, and how they word a refusal.
import { parseU32, type U32 } from "#base/u32.ts";
import type { QemuRelease } from "./qemu-release.ts";
import type { Problem } from "./resolved.ts";

const LIMITS: Readonly<Record<string, number>> = { uint8: 0xff, uint16: 0xffff, uint32: 0xffffffff };

/** The refusal of a value, or undefined when QEMU takes it. Properties of unlisted types are not checked. */
export function checkValue(
  qemu: QemuRelease,
  property: { readonly name: string; readonly type: string },
  value: string,
): Problem | undefined {
  const { name, type } = property;
  const expects = (what: string): Problem | undefined =>
    qemu.message("value-expects", "property-value", { property: name, type: what }, name);
  if (type === "bit" || type === "bool")
    return /^(on|yes|true|y|off|no|false|n)$/.test(value) ? undefined : expects("'on' or 'off'");
  if (type === "on-off-auto") {
    return /^(on|off|auto)$/.test(value)
      ? undefined
      : qemu.message("value-not-accepted", "property-value", { property: name, value }, name);
  }
  if (!type.startsWith("uint")) return undefined;
  if (!/^(0x[0-9a-f]+|\d+)$/i.test(value)) return expects("uint64");
  const limit = LIMITS[type];
  return limit !== undefined && Number(value) > limit ? expects(`${type}_t`) : undefined;
}

/** A checked number property as a word. */
export const wordValue = (value: string): U32 => parseU32(value) ?? 0;
