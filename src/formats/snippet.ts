// What every printer yields, and the lines that say where a snippet came from. Header values are foreign text: they must stay inert.

/** A text to copy, what it says, and what it could not say. Each choice of a selection stands in `said` or in `leftOut`. */
export interface Snippet {
  readonly text: string;
  readonly fileName: string;
  readonly mediaType: string;
  readonly said: readonly Said[];
  readonly leftOut: readonly LeftOut[];
  /** What the target does besides, or needs: sentences. */
  readonly notes: readonly string[];
}

/** A choice that the text carries. */
export interface Said {
  readonly property: string;
  /** `own`: the target's own word. `arguments`: handed on to QEMU. `nothing`: it is so by itself, no word is needed. */
  readonly way: "own" | "arguments" | "nothing";
  /** The target's word for it. */
  readonly how?: string | undefined;
  /** First release of the target with that word; `<=` in front: at the latest then. */
  readonly since?: string | undefined;
}

/** A choice that the format cannot express. */
export interface LeftOut {
  readonly property: string;
  /** A sentence for people. */
  readonly reason: string;
  /** `conflict`: the target does the contrary. `later`: a newer release can say it. `unknown`: nobody has looked. */
  readonly kind?: "never" | "later" | "gone" | "unknown" | "value" | "conflict";
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

/** True when the text is one line already. */
export const isOneLine = (text: string): boolean => text.search(LINE_BREAKERS) < 0;

/** The header as plain lines, each free of control characters; without comment marks. */
export function headerLines(header: SnippetHeader): readonly string[] {
  return [
    `Made by Flipbit on ${header.date} from catalogue ${header.catalogVersion}`,
    `For: ${header.targets}`,
    `Open it again: ${header.permalink}`,
  ].map(oneLine);
}

/** Notes and what was left out, as lines for the header; nothing where there is nothing to say. */
export const remarkLines = ({ notes, leftOut }: Pick<Snippet, "notes" | "leftOut">): readonly string[] =>
  [
    ...notes,
    ...(leftOut.length === 0 ? [] : ["Left out:"]),
    ...leftOut.map(({ property, reason }) => `- ${property}: ${reason}`),
  ].map(oneLine);

/** Lines as comments of shells, YAML and configuration files. */
export const hashComment = (lines: readonly string[]): string => lines.map((line) => `# ${line}`.trimEnd()).join("\n");
