// Writes plain data as block-style YAML 1.2. Strings that could mean anything else are quoted as JSON, which YAML takes as it is.
/** Data of maps, lists and plain values. */
export type Data = string | number | boolean | readonly Data[] | { readonly [key: string]: Data };

/** Prints data, indented by two spaces a level, with a final line end. */
export const printYaml = (data: Data): string => `${block(data, "").replace(/^\n/, "")}\n`;

function block(data: Data, indent: string): string {
  if (typeof data !== "object") return ` ${scalar(data)}`;
  if (Array.isArray(data)) {
    const items = data as readonly Data[];
    if (items.length === 0) return " []";
    return items.map((item) => `\n${indent}-${block(item, `${indent}  `).replace(/^\n\s*/, " ")}`).join("");
  }
  const entries = Object.entries(data);
  if (entries.length === 0) return " {}";
  return entries.map(([key, value]) => `\n${indent}${scalar(key)}:${block(value, `${indent}  `)}`).join("");
}

const PLAIN = /^[A-Za-z][\w./-]*$/;
const WORDS = /^(?:true|false|yes|no|on|off|y|n|null)$/i;
/** Printed by JSON as they are, but not to be printed in YAML: https://yaml.org/spec/1.2.2/#51-character-set. */
const UNPRINTABLE = /[\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]/g;

function scalar(value: string | number | boolean): string {
  if (typeof value !== "string") return String(value);
  if (PLAIN.test(value) && !WORDS.test(value)) return value;
  return JSON.stringify(value).replace(UNPRINTABLE, (mark) => `\\u${mark.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

/** The same data with a value at a path of keys; maps on the way are made. */
export function putAt(
  data: Readonly<Record<string, Data>>,
  path: readonly string[],
  value: Data,
): Record<string, Data> {
  const [key = "", ...rest] = path;
  const below = data[key];
  if (rest.length === 0) return { ...data, [key]: isMap(below) && isMap(value) ? { ...below, ...value } : value };
  return { ...data, [key]: putAt(isMap(below) ? below : {}, rest, value) };
}

const isMap = (data: Data | undefined): data is Readonly<Record<string, Data>> =>
  typeof data === "object" && !Array.isArray(data);
