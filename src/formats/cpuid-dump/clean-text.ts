// What serial lines, terminals and editors do to a text: other line ends, NUL characters, UTF-16. Undone before any format looks at it.

export interface CleanText {
  /** Lines end with \n, as many as an editor counts. */
  readonly text: string;
  /** NUL characters that were taken out. */
  readonly nuls: number;
  /** The line of the first of them; 0 where there is none. */
  readonly line: number;
}

const withLineEnds = (text: string): string => (text.includes("\r") ? text.replaceAll(/\r\n?/g, "\n") : text);

/** One pass over the text; texts that need nothing come back as they are. */
export function cleanText(given: string): CleanText {
  const first = given.indexOf("\0");
  if (first < 0) return { text: withLineEnds(given), nuls: 0, line: 0 };
  const plain = given.replaceAll("\0", "");
  return {
    // UTF-16 that was read as UTF-8 has a NUL beside each character, and a mark in front that is no character.
    text: withLineEnds(plain.replace(/^\ufffd{2}/, "")),
    nuls: given.length - plain.length,
    line: withLineEnds(given.slice(0, first)).split("\n").length,
  };
}
