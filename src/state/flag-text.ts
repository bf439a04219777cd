// `-cpu` flags as text, in QEMU's own spelling: comma-separated, a comma inside a value doubled.
import { fail, ok, type Result } from "#base/result.ts";
import type { Override } from "#engine/selection.ts";

const ITEM = /^([+-]?)([A-Za-z0-9_][A-Za-z0-9._-]*)(?:=([^]*))?$/;

/** One flag as QEMU reads it behind `-cpu MODEL,`. */
export function printFlag(override: Override): string {
  if (override.form === "plus") return `+${override.property}`;
  if (override.form === "minus") return `-${override.property}`;
  return `${override.property}=${override.value.replaceAll(",", ",,")}`;
}

export const printFlags = (overrides: readonly Override[]): string => overrides.map(printFlag).join(",");

/** Reads a comma-separated list of flags; an empty text is an empty list. All bad items are reported. */
export function parseFlags(text: string): Result<readonly Override[]> {
  if (text === "") return ok([]);
  const overrides: Override[] = [];
  const bad: string[] = [];
  for (const item of splitItems(text)) {
    const override = parseFlag(item);
    if (override) overrides.push(override);
    else bad.push(item);
  }
  if (bad.length === 0) return ok(overrides);
  return fail(
    ...bad.map((item) => ({
      rule: "flag-syntax",
      message:
        item === ""
          ? "Between two commas there is no flag. Write flags as +name, -name or name=value."
          : `“${item}” is not a flag. Write flags as +name, -name or name=value.`,
    })),
  );
}

function splitItems(text: string): string[] {
  const items = [""];
  for (let i = 0; i < text.length; i += 1) {
    const isComma = text[i] === ",";
    if (isComma && text[i + 1] !== ",") items.push("");
    else {
      items[items.length - 1] += text[i] ?? "";
      if (isComma) i += 1;
    }
  }
  return items;
}

function parseFlag(item: string): Override | undefined {
  const [, sign, property, value] = ITEM.exec(item) ?? [];
  if (property === undefined) return undefined;
  if (sign === "") return { property, form: "value", value: value ?? "on" };
  if (value !== undefined) return undefined;
  return sign === "+" ? { property, form: "plus", value: "on" } : { property, form: "minus", value: "off" };
}

/** The name under which two spellings of one property meet: QEMU takes `_` for `-`. */
export const propertyKey = (property: string): string => property.replaceAll("_", "-");

/** Adds flags; a later one takes the place of an earlier one for the same property. */
export function withFlags(overrides: readonly Override[], added: readonly Override[]): readonly Override[] {
  const replaced = new Set(added.map((override) => propertyKey(override.property)));
  return [...overrides.filter((override) => !replaced.has(propertyKey(override.property))), ...added];
}
