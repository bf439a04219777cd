// The user's flags behind -cpu, one put in the place of others, and how a release wants a switch to be written.
import type { QemuRelease } from "./qemu-release.ts";
import type { Override, Selection } from "./selection.ts";

/** A bit's flag: with a sign, but for releases that take other spellings there than everywhere else. */
export function switched(qemu: QemuRelease, property: string, on: boolean): Override {
  const signs = !qemu.behaves("signs-take-bit-names");
  return { property, form: signs ? (on ? "plus" : "minus") : "value", value: on ? "on" : "off" };
}

/** Replaces all overrides of the given names by one, or by none. */
export function withOverride(
  selection: Selection,
  override: Override | undefined,
  names: readonly string[],
): Selection {
  const others = selection.overrides.filter(
    (row) => !names.includes(row.property) && !names.includes(row.property.replaceAll("_", "-")),
  );
  return { ...selection, overrides: override ? [...others, override] : others };
}
