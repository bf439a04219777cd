// What the catalogue says of a message, filled from its line: properties by QEMU's names, and the releases that word it so.
import type { Catalog } from "#catalog/open.ts";
import { propertyOf } from "./context.ts";
import type { LogMessage, PrintedBy } from "./config.ts";
import type { FactRef } from "../resolved.ts";

export type LogRow = Catalog["log"]["messages"][number];

const rows = new WeakMap<Catalog, ReadonlyMap<string, LogRow>>();

/** The catalogue's row of a message. */
export function logRow(catalog: Catalog, id: string): LogRow | undefined {
  const known = rows.get(catalog) ?? new Map(catalog.log.messages.map((row) => [row.id, row]));
  rows.set(catalog, known);
  return known.get(id);
}

export const logFact = (id: string): FactRef => ({ file: "log/messages.json", path: id });

/** A text of the row with what the line fills in; QEMU's words for an enlightenment become its property. */
export const fillLog = (catalog: Catalog, text: string, args: LogMessage["args"]): string =>
  text.replaceAll(/\{(\w+)\}/g, (whole, name: string) =>
    Object.hasOwn(args, name) ? named(catalog, args[name] ?? "") : whole,
  );

/** QEMU's words for an enlightenment end with its property, also those that only an older release uses. */
const LABEL = / \((hv-[a-z-]+)\)$/;

const named = (catalog: Catalog, words: string): string => {
  const feature = catalog.features.find(({ label }) => label?.text === words);
  return feature ? propertyOf(feature) : (LABEL.exec(words)?.[1] ?? words);
};

/** What the message is about; the row's id where its line leaves that out. */
export const logSubject = (catalog: Catalog, row: LogRow, { args }: LogMessage): string =>
  fillLog(catalog, row.subject, args).trim() || row.id;

const PROJECTS = { qemu: "QEMU", libvirt: "libvirt", kvm: "Linux" } as const;

/** The releases as a sentence, e.g. `QEMU words it so from 7.1 on, up to 9.1.` */
export function printedText({ project, since, until }: PrintedBy): string {
  const from = since === undefined ? "" : ` from ${since} on`;
  const to = until === undefined ? "" : ` before ${until}`;
  return `${PROJECTS[project]} words it so${from}${from && to ? "," : ""}${to}.`;
}
