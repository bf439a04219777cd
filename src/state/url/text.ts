// The outer form of a link: `#key=value&key=value`, readable, with only what must be escaped escaped.

export type Pair = readonly [key: string, value: string];

/** Characters that encodeURIComponent escapes although a fragment may hold them (RFC 3986, fragment). */
const READABLE: readonly (readonly [escaped: string, plain: string])[] = [
  ["%2B", "+"],
  ["%2C", ","],
  ["%3A", ":"],
  ["%3D", "="],
  ["%2F", "/"],
  ["%40", "@"],
];

/** Percent escapes; half a character has none, and becomes the sign for what cannot be shown. */
const encode = (text: string): string => encodeURIComponent(text.replaceAll(/\p{Surrogate}/gu, "\ufffd"));

const escape = (text: string): string =>
  READABLE.reduce((escaped, [code, plain]) => escaped.replaceAll(code, plain), encode(text));

/** Undoes percent escapes; a text with broken escapes is taken as it stands. */
function unescape(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

export const printPairs = (pairs: readonly Pair[]): string =>
  pairs.map(([key, value]) => `${encode(key)}=${escape(value)}`).join("&");

export function parsePairs(fragment: string): Pair[] {
  const body = fragment.replace(/^#/, "");
  if (body === "") return [];
  return body
    .split("&")
    .filter((part) => part !== "")
    .map((part) => {
      const at = part.indexOf("=");
      return at < 0 ? [unescape(part), ""] : [unescape(part.slice(0, at)), unescape(part.slice(at + 1))];
    });
}
