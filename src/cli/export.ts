// `flipbit export`: finds the format, checks the target's version, and prints the snippet. No I/O.
import { quote } from "shlex";
import { fail, ok, type Result } from "#base/result.ts";
import type { Catalog } from "#catalog/open.ts";
import type { Selection } from "#engine/selection.ts";
import { FORMATS } from "#formats/index.ts";
import { releaseNumber } from "#formats/layer-target.ts";
import { oneLine, type Snippet } from "#formats/snippet.ts";
import { targetsText } from "#formats/targets.ts";
import { didYouMean } from "#base/near.ts";

export interface ExportRequest {
  /** A format's id. */
  readonly to: string;
  /** The target's release. */
  readonly release?: string | undefined;
  /** Where it came from; without one it is the command itself. */
  readonly link?: string | undefined;
  /** The words behind the program's name. */
  readonly argv: readonly string[];
  /** YYYY-MM-DD. */
  readonly today: string;
}

/** Prints a selection in a format; issues are sentences about options. */
export function exportSnippet(catalog: Catalog, selection: Selection, request: ExportRequest): Result<Snippet> {
  const { to, release, link, argv, today } = request;
  const format = FORMATS.find(({ id }) => id === to);
  if (!format) {
    const near = didYouMean(
      to,
      FORMATS.map(({ id }) => id),
    );
    return fail({
      rule: "format",
      message: `--to: no format ${JSON.stringify(to)}${near || "; --list-formats lists them"}`,
    });
  }
  if (release !== undefined && format.layer === undefined) {
    return fail({ rule: "release", message: `--target-version: ${to} follows --qemu and --libvirt` });
  }
  const layer = catalog.layers.find((row) => row.layer === format.layer);
  if (layer && release !== undefined && releaseNumber(layer, release) === undefined) {
    const known = layer.releases.map(({ version, name }) => name ?? version).join(", ");
    return fail({
      rule: "release",
      message: `--target-version: ${JSON.stringify(release)} is no release of ${layer.title}, such as ${known}`,
    });
  }
  const header = {
    date: today,
    catalogVersion: catalog.index.version,
    targets: targetsText(catalog, selection.host),
    permalink: link ?? ["flipbit", ...argv].map(quote).join(" "),
  };
  return ok(format.print(catalog, selection, header, release));
}

/** What was left out and what is to be known, a line each, for standard error. */
export const remarks = ({ leftOut, notes }: Snippet): readonly string[] => [
  ...notes.map((note) => `note: ${oneLine(note)}`),
  ...leftOut.map(({ property, reason }) => `left out: ${oneLine(`${property}: ${reason}`)}`),
];

/** The snippet with its lists, as one line of JSON. */
export const exportJson = (format: string, { fileName, text, said, leftOut, notes }: Snippet): string =>
  `${JSON.stringify({ format, fileName, text, said, leftOut, notes })}\n`;

/** One line a format: its id, and whose versions --target-version counts. */
export function formatList(): string {
  const width = Math.max(...FORMATS.map(({ id }) => id.length));
  const rows = FORMATS.map(
    ({ id, title, layer }) =>
      `${id.padEnd(width)}  ${title}${layer === undefined ? "" : ` (--target-version: of ${layer})`}\n`,
  );
  return rows.join("");
}
