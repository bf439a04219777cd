// QEMU's own small syntaxes: `key=value,key=value` lists, -cpu's list of flags, and the two forms of -global.
import type { GlobalProperty, Override } from "#engine/selection.ts";

export interface Suboption {
  readonly key: string;
  /** Undefined for a bare word. */
  readonly value: string | undefined;
}

/** Splits an option list; `,,` is a literal comma. A bare first word is the value of `implied`. */
export function parseSuboptions(text: string, implied: string): readonly Suboption[] {
  return itemsOf(text).map((item, index) => {
    const plain = item.replaceAll(",,", ",");
    const equals = plain.indexOf("=");
    if (equals >= 0) return { key: plain.slice(0, equals), value: plain.slice(equals + 1) };
    return index === 0 ? { key: implied, value: plain } : { key: plain, value: undefined };
  });
}

/** The items between single commas; empty ones vanish. */
function itemsOf(text: string): readonly string[] {
  const items: string[] = [];
  let start = 0;
  for (let comma = text.indexOf(","); comma >= 0;) {
    const isDoubled = text[comma + 1] === ",";
    if (!isDoubled) {
      items.push(text.slice(start, comma));
      start = comma + 1;
    }
    comma = text.indexOf(",", comma + (isDoubled ? 2 : 1));
  }
  items.push(text.slice(start));
  return items.filter((item) => item !== "");
}

/** One `key=value` of an option list, commas doubled. */
export const printSuboption = (key: string, value: string): string => `${key}=${value.replaceAll(",", ",,")}`;

/** The first item of an option list: bare where the implied key allows that (QEMU util/keyval.c: no `=`, no `,`). */
export const printImplied = (key: string, value: string): string =>
  /^[^=,]+$/.test(value) ? value : printSuboption(key, value);

/**
 * Reads the value of -cpu: model, then flags, in order and as written. Every comma separates and empty items vanish: here `,,` is
 * no literal comma (QEMU target/i386/cpu.c, x86_cpu_parse_featurestr, uses strtok; 7.2.22 was run to see it).
 */
export function parseCpu(text: string): { readonly model: string; readonly overrides: readonly Override[] } {
  const [model = "", ...items] = text.split(",");
  return { model, overrides: items.filter((item) => item !== "").map(parseFlag) };
}

function parseFlag(item: string): Override {
  if (item.startsWith("+")) return { property: item.slice(1), form: "plus", value: "on" };
  if (item.startsWith("-")) return { property: item.slice(1), form: "minus", value: "off" };
  const equals = item.indexOf("=");
  if (equals < 0) return { property: item, form: "value", value: "on" };
  return { property: item.slice(0, equals), form: "value", value: item.slice(equals + 1) };
}

/** One flag of -cpu in the form it was written; undefined when -cpu has no way to write it (a comma, mostly). */
export function printFlag({ property, form, value }: Override): string | undefined {
  const item = form === "value" ? `${property}=${value}` : `${form === "plus" ? "+" : "-"}${property}`;
  const [again, ...more] = parseCpu(`x,${item}`).overrides;
  const same = again?.property === property && again.form === form && again.value === value;
  return same && more.length === 0 ? item : undefined;
}

/** `driver.property=value`, the value raw to the end: QEMU softmmu/vl.c and system/qdev-monitor.c, qemu_global_option. */
const DOTTED = /^([^.=]{1,63})\.([^=]{1,63})=([^]*)$/;

/** Reads the value of -global in either form; undefined when it is neither. */
export function parseGlobal(text: string): GlobalProperty | undefined {
  const [, driver, property, value] = DOTTED.exec(text) ?? [];
  if (driver !== undefined && property !== undefined && value !== undefined) return { driver, property, value };
  const named = new Map(parseSuboptions(text, "").map((option) => [option.key, option.value]));
  const [d, p, v] = [named.get("driver"), named.get("property"), named.get("value")];
  if (named.size !== 3 || d === undefined || p === undefined || v === undefined) return undefined;
  return { driver: d, property: p, value: v };
}

/** The value of -global: dotted where that can say it, else the long form. */
export function printGlobal({ driver, property, value }: GlobalProperty): string {
  const dotted = `${driver}.${property}=${value}`;
  const again = parseGlobal(dotted);
  return again?.driver === driver && again.property === property && again.value === value
    ? dotted
    : printGlobalLong({ driver, property, value });
}

/** The long form of -global, which can say everything. */
export const printGlobalLong = ({ driver, property, value }: GlobalProperty): string =>
  [printSuboption("driver", driver), printSuboption("property", property), printSuboption("value", value)].join(",");

/** The QOM type that -global must name to reach the CPUs of a model (QEMU target/i386/cpu-qom.h: X86_CPU_TYPE_NAME). */
export const cpuDriver = (model: string): string => `${model}-x86_64-cpu`;
