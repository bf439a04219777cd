// Reads the words behind `flipbit explain` and `flipbit fix`.
import { fail, ok, type Result } from "#base/result.ts";
import type { InputKind } from "#engine/explain/config.ts";
import { CONFIG_CODECS } from "#formats/config/index.ts";
import type { ExplainRequest } from "./explain-options.ts";

export const EXPLAIN_OPTIONS = {
  "want-migration": { type: "boolean" },
  "host-cpu": { type: "string" },
  fleet: { type: "string" },
  "tsc-scaling": { type: "boolean" },
  "tsc-frequency": { type: "string" },
  "qemu-from": { type: "string" },
  "qemu-to": { type: "string" },
  all: { type: "boolean" },
} as const;

/** Options that predict and export do not have. */
export const EXPLAIN_OWN = [
  "as",
  "guest",
  "want-migration",
  "host-cpu",
  "fleet",
  "tsc-scaling",
  "tsc-frequency",
  "qemu-from",
  "qemu-to",
] as const;

export interface ExplainCommand {
  readonly kind: "explain" | "fix";
  /** The configuration, `-` for standard input. */
  readonly file: string;
  /** Unset: by content. */
  readonly as: InputKind | undefined;
  readonly format: "text" | "json" | "sarif";
  /** Also fixes that take away something that works. */
  readonly all: boolean;
  readonly hostFile: string | undefined;
  readonly request: ExplainRequest;
}

const refuse = (rule: string, message: string): Result<never> => fail({ rule, message });

/** The options that were given, as far as these commands have them. */
export interface ExplainValues {
  readonly qemu?: string | undefined;
  readonly kernel?: string | undefined;
  readonly vendor?: string | undefined;
  readonly platform?: string | undefined;
  readonly libvirt?: string | undefined;
  readonly host?: string | undefined;
  readonly "no-hyperv"?: boolean | undefined;
  readonly format?: string | undefined;
  readonly as?: string | undefined;
  readonly guest?: string | undefined;
  readonly "want-migration"?: boolean | undefined;
  readonly "host-cpu"?: string | undefined;
  readonly fleet?: string | undefined;
  readonly "tsc-scaling"?: boolean | undefined;
  readonly "tsc-frequency"?: string | undefined;
  readonly "qemu-from"?: string | undefined;
  readonly "qemu-to"?: string | undefined;
  readonly all?: boolean | undefined;
}

/** @param files What stands behind the command's name. */
export function readExplain(
  kind: ExplainCommand["kind"],
  values: ExplainValues,
  files: readonly string[],
  qemuArgs: readonly string[] | undefined,
): Result<ExplainCommand> {
  const [file, extra] = files;
  if (qemuArgs !== undefined)
    return refuse("extra-argument", `${kind}: reads a file or - for standard input, and no arguments behind --`);
  if (file === undefined) return refuse("no-file", `${kind}: no file given; - is standard input`);
  if (extra !== undefined) return refuse("extra-argument", `what is ${JSON.stringify(extra)}? One text at a time`);
  if (kind === "fix" && values.format !== undefined)
    return refuse("option", "--format: fix writes the repaired text and nothing else");
  const format = readFormat(values.format);
  const guest = readGuest(values.guest);
  const as = readKind(values.as);
  if (!format.ok) return format;
  if (!guest.ok) return guest;
  if (!as.ok) return as;
  return ok({
    kind,
    file,
    as: as.value,
    format: format.value,
    all: values.all === true,
    hostFile: values.host,
    request: requestOf(values, guest.value),
  });
}

function readFormat(format = "text"): Result<ExplainCommand["format"]> {
  if (format === "text" || format === "json" || format === "sarif") return ok(format);
  return refuse("unknown-format", `--format: no format ${JSON.stringify(format)}; it is text, json or sarif`);
}

function readGuest(guest: string | undefined): Result<ExplainRequest["guest"]> {
  if (guest === undefined || guest === "linux" || guest === "windows") return ok(guest);
  return refuse("guest", `--guest: no guest ${JSON.stringify(guest)}; it is linux or windows`);
}

function readKind(as: string | undefined): Result<InputKind | undefined> {
  const codec = CONFIG_CODECS.find((row) => row.kind === as);
  if (as === undefined || codec !== undefined) return ok(codec?.kind);
  return refuse("as", `--as: no kind ${JSON.stringify(as)}; it is ${CONFIG_CODECS.map((row) => row.kind).join(", ")}`);
}

function requestOf(values: ExplainValues, guest: ExplainRequest["guest"]): ExplainRequest {
  const { qemu, kernel, platform, libvirt, vendor, fleet } = values;
  return {
    qemu,
    kernel,
    platform,
    libvirt,
    vendor,
    hyperv: values["no-hyperv"] !== true,
    guest,
    wantMigration: values["want-migration"] === true,
    hostCpu: values["host-cpu"],
    fleet,
    tscScaling: values["tsc-scaling"],
    tscFrequency: values["tsc-frequency"],
    qemuFrom: values["qemu-from"],
    qemuTo: values["qemu-to"],
  };
}
