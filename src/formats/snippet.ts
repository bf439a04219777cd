// What every printer yields, and the lines that say where a snippet came from. Header values are foreign text: they must stay inert.

/** A text to copy, and what it could not say. */
export interface Snippet {
  readonly text: string;
  readonly fileName: string;
  readonly mediaType: string;
  readonly leftOut: readonly LeftOut[];
}

/** A choice that the format cannot express. */
export interface LeftOut {
  readonly property: string;
  /** A sentence for people. */
  readonly reason: string;
}

/** Where a snippet came from; printed into its comment header. */
export interface SnippetHeader {
  /** Day of the export, YYYY-MM-DD. */
  readonly date: string;
  readonly catalogVersion: string;
  /** The target versions, e.g. `QEMU 11.1, Linux 6.12, AMD`. */
  readonly targets: string;
  /** Link back to this very selection. */
  readonly permalink: string;
}

/** Characters that could end a comment line in some reader: C0 and C1 controls, and Unicode's line and paragraph ends. */
// oxlint-disable-next-line no-control-regex
const LINE_BREAKERS = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g;

/** The same text on one line, without control characters. */
export const oneLine = (text: string): string => text.replace(LINE_BREAKERS, " ").trim();

/** The header as plain lines, each free of control characters; without comment marks. */
export function headerLines(header: SnippetHeader): readonly string[] {
  return [
    `Made by Flipbit on ${header.date} from catalogue ${header.catalogVersion}`,
    `For: ${header.targets}`,
    `Open it again: ${header.permalink}`,
  ].map(oneLine);
}
