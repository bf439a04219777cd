// The names folded into a line, as one field: `a; b`, with a backslash before a semicolon or backslash of a name's own.

export const printMembers = (members: readonly string[] | undefined): string =>
  (members ?? []).map((name) => name.replaceAll(/[\\;]/g, String.raw`\$&`)).join("; ");

/** The names, or nothing for an empty field. */
export function parseMembers(text: string): { readonly members?: readonly string[] } {
  if (text === "") return {};
  const names: string[] = [""];
  for (let at = 0; at < text.length; at += 1) {
    const isEscape = text[at] === "\\" && at + 1 < text.length;
    if (!isEscape && text.startsWith("; ", at)) {
      names.push("");
      at += 1;
    } else {
      if (isEscape) at += 1;
      names.push((names.pop() ?? "") + (text[at] ?? ""));
    }
  }
  return { members: names };
}
