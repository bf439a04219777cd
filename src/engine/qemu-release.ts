// How one QEMU release behaves and words its messages, as the catalogue knows it.
import type { Catalog } from "#catalog/open.ts";
import { inRange, version, type Version } from "#base/version.ts";
import type { Problem, ProblemRule } from "./resolved.ts";

export interface QemuRelease {
  readonly version: Version;
  /** Whether this release has a behaviour of `releases/qemu-messages.json`; throws for an id that is not there. */
  readonly behaves: (id: string) => boolean;
  /** A message in this release's wording, as a problem; `undefined` when this release does not print it. */
  readonly message: (
    id: string,
    rule: ProblemRule,
    args?: Readonly<Record<string, string>>,
    property?: string,
  ) => Problem | undefined;
  /** Whether this release has a message at all: a refusal that it does not word, it does not make. */
  readonly says: (id: string) => boolean;
  /** True when a thing with these first and end releases exists here; a null start is "never". */
  readonly has: (range: { readonly since?: string | null | undefined; readonly until?: string | undefined }) => boolean;
}

const opened = new WeakMap<Catalog, Map<string, QemuRelease>>();

/** The release with this version; one object per catalogue and version. */
export function qemuRelease(catalog: Catalog, at: Version): QemuRelease {
  const known = opened.get(catalog) ?? new Map<string, QemuRelease>();
  opened.set(catalog, known);
  const key = at.join(".");
  const found = known.get(key);
  if (found) return found;
  const release = openRelease(catalog, at);
  known.set(key, release);
  return release;
}

const bounds = new Map<string, Version>();

function bound(text: string | undefined): Version | undefined {
  if (text === undefined) return undefined;
  const found = bounds.get(text);
  if (found) return found;
  const made = version(text.replace("<=", ""));
  bounds.set(text, made);
  return made;
}

function openRelease(catalog: Catalog, at: Version): QemuRelease {
  const holds = (row: { readonly since?: string | undefined; readonly until?: string | undefined }): boolean =>
    inRange(at, bound(row.since), bound(row.until));
  const ids = new Set(catalog.qemu.behaviours.map((row) => row.id));
  const behaviours = new Set(catalog.qemu.behaviours.filter(holds).map((row) => row.id));
  const messages = new Map(catalog.qemu.messages.filter(holds).map((row) => [row.id, row]));
  return {
    version: at,
    behaves: (id) => {
      if (!ids.has(id)) throw new Error(`no behaviour ${id} in the catalogue`);
      return behaviours.has(id);
    },
    message: (id, rule, args = {}, property) => {
      const row = messages.get(id);
      if (!row) return undefined;
      const text = row.text.replaceAll(/\{(\w+)\}/g, (whole, name: string) => args[name] ?? whole);
      return {
        rule,
        severity: row.severity === "warning" ? "warning" : "error",
        text: row.severity === "warning" && row.bare !== true ? `warning: ${text}` : text,
        printed: true,
        ...(property === undefined ? {} : { property }),
      };
    },
    says: (id) => messages.has(id),
    has: ({ since, until }) => since !== null && inRange(at, bound(since), bound(until)),
  };
}
