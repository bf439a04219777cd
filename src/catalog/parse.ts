// Reads catalogue texts through their schemas; every violation becomes an issue with file, path and rule.
import * as v from "valibot";
import { fail, ok, type Issue, type Result } from "#base/result.ts";
import { FILE_KINDS, fileKind, type FileKindName } from "./files.ts";
import type { FromFile, ParsedCatalog } from "./parsed.ts";

const SINGLE: readonly FileKindName[] = [
  "index",
  "linux-hosts",
  "qemu-releases",
  "qemu-messages",
  "libvirt-releases",
  "cpu-flags",
  "hypervisor-leaves",
  "known-issues",
  "log-messages",
  "log-msrs",
  "talk",
  "changes",
];

/**
 * Parses the texts of public/catalog, keyed by path below it.
 * @returns all files by kind, or every issue found: `where` is `file: path`, `rule` the schema's own.
 */
export function parseCatalog(texts: ReadonlyMap<string, string>): Result<ParsedCatalog> {
  const byKind = new Map<FileKindName, FromFile<unknown>[]>(FILE_KINDS.map((kind) => [kind.name, []]));
  const issues: Issue[] = [];
  for (const [file, text] of [...texts].toSorted(([a], [b]) => (a < b ? -1 : 1))) {
    const kind = fileKind(file);
    if (!kind) continue;
    const parsed = parseFile(file, text, kind.schema);
    if (parsed.ok) byKind.get(kind.name)?.push({ file, ...parsed.value });
    else issues.push(...parsed.issues);
  }
  for (const name of SINGLE) {
    const kind = FILE_KINDS.find((row) => row.name === name);
    if (issues.length === 0 && byKind.get(name)?.length !== 1) {
      issues.push({
        rule: "missing-file",
        where: String(kind?.pattern),
        message: `the catalogue needs exactly one ${name} file`,
      });
    }
  }
  return issues.length > 0 ? fail(...issues) : ok({ ...collect(byKind), files: [...texts.keys()] });
}

function parseFile(
  file: string,
  text: string,
  schema: v.GenericSchema<unknown, unknown>,
): Result<Omit<FromFile<unknown>, "file">> {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    return fail({ rule: "json", where: file, message: error instanceof Error ? error.message : String(error) });
  }
  const parsed = v.safeParse(schema, json);
  if (parsed.success) return ok({ value: parsed.output, raw: json });
  return fail(
    ...parsed.issues.map((issue) => ({
      rule: `schema:${issue.type}`,
      where: `${file}: ${v.getDotPath(issue) ?? "(whole file)"}`,
      message: issue.message,
    })),
  );
}

function collect(byKind: ReadonlyMap<FileKindName, FromFile<unknown>[]>): Omit<ParsedCatalog, "files"> {
  // The schemas have checked each value; the kind's name is what ties it to its type.
  const all = <T>(name: FileKindName): FromFile<T>[] => (byKind.get(name) ?? []) as FromFile<T>[];
  const one = <T>(name: FileKindName): FromFile<T> => {
    const found = all<T>(name)[0];
    if (!found) throw new Error(`no ${name} file`);
    return found;
  };
  return {
    index: one("index"),
    features: all("feature"),
    boards: all("machine"),
    cpus: all("cpu"),
    linux: one("linux-hosts"),
    platforms: all("platform-hosts"),
    qemu: one("qemu-releases"),
    messages: one("qemu-messages"),
    libvirt: one("libvirt-releases"),
    flags: one("cpu-flags"),
    leaves: one("hypervisor-leaves"),
    logMessages: one("log-messages"),
    logMsrs: one("log-msrs"),
    layers: all("layer"),
    profiles: all("profile"),
    knownIssues: one("known-issues"),
    rules: all("rule-page"),
    talk: one("talk"),
    changes: one("changes"),
  };
}
