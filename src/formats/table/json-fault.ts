// Where a text stops being JSON: what JSON.parse says of it differs from engine to engine.

const LITERAL =
  /"(?:[^"\\\p{Cc}]|[\u007f-\u009f]|\\(?:["\\/bfnrt]|u[\dA-Fa-f]{4}))*"|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[Ee][+-]?\d+)?|true|false|null/uy;

/** The offset of the first thing that does not belong there; undefined when the text is JSON. */
export function jsonFault(text: string): number | undefined {
  let at = 0;
  const space = (): void => {
    while (/[ \t\n\r]/.test(text[at] ?? "")) at += 1;
  };
  const take = (sign: string): boolean => {
    space();
    if (text[at] !== sign) return false;
    at += 1;
    return true;
  };
  const literal = (): boolean => {
    LITERAL.lastIndex = at;
    const found = LITERAL.exec(text);
    at += found?.[0].length ?? 0;
    return found !== null;
  };
  const list = (end: string, item: () => boolean): boolean => {
    if (take(end)) return true;
    do if (!item()) return false;
    while (take(","));
    return take(end);
  };
  const pair = (): boolean => {
    space();
    return text[at] === '"' && literal() && take(":") && value();
  };
  const value = (): boolean => {
    if (take("{")) return list("}", pair);
    return take("[") ? list("]", value) : literal();
  };
  const isValue = value();
  space();
  return isValue && at === text.length ? undefined : at;
}
