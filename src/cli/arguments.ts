// Reads the words behind `flipbit`: which command, with which options. Everything behind `--` belongs to QEMU.
import { parseArgs } from "node:util";
import { fail, ok, type Result } from "#base/result.ts";
import { DUMP_FORMATS } from "#formats/cpuid-dump/index.ts";
import { didYouMean } from "#base/near.ts";
import { EXPLAIN_OPTIONS, EXPLAIN_OWN, readExplain, type ExplainCommand } from "./explain-arguments.ts";
import type { PredictRequest } from "./predict.ts";

export type OutputFormat = "json" | "text";

/** What --help can be asked about. */
export type Topic = "flipbit" | "predict" | "decode" | "export" | "explain" | "fix";

export type Command =
  | { readonly kind: "help"; readonly topic: Topic }
  | { readonly kind: "version" }
  | {
      readonly kind: "predict";
      readonly request: PredictRequest;
      readonly format: OutputFormat;
      /** A measured host: a file, `-` for standard input. */
      readonly hostFile?: string | undefined;
    }
  | {
      readonly kind: "decode";
      /** The dump, `-` for standard input. */
      readonly file: string;
      readonly format: OutputFormat;
      /** A format's id; unset: by content. */
      readonly as?: string | undefined;
      readonly guest: "linux" | "windows";
      readonly hostFile?: string | undefined;
      /** Unset: no host was given, so nothing is compared. */
      readonly request?: PredictRequest | undefined;
    }
  /** `-` is standard input. */
  | { readonly kind: "batch"; readonly file: string }
  | { readonly kind: "formats" }
  | {
      readonly kind: "export";
      readonly request: PredictRequest;
      readonly format: OutputFormat;
      readonly hostFile?: string | undefined;
      /** A format's id; whether there is one of that name is for the formats to say. */
      readonly to: string;
      readonly release?: string | undefined;
      readonly link?: string | undefined;
      readonly isStrict: boolean;
    }
  | ExplainCommand;

const OPTIONS = {
  qemu: { type: "string" },
  kernel: { type: "string" },
  vendor: { type: "string" },
  platform: { type: "string" },
  libvirt: { type: "string" },
  host: { type: "string" },
  "no-hyperv": { type: "boolean" },
  format: { type: "string" },
  batch: { type: "string" },
  as: { type: "string" },
  guest: { type: "string" },
  to: { type: "string" },
  "target-version": { type: "string" },
  link: { type: "string" },
  strict: { type: "boolean" },
  "list-formats": { type: "boolean" },
  ...EXPLAIN_OPTIONS,
  help: { type: "boolean", short: "h" },
  version: { type: "boolean" },
} as const;

type Values = ReturnType<typeof parseArgs<{ options: typeof OPTIONS }>>["values"];

const COMMANDS = ["predict", "decode", "export", "explain", "fix"] as const;
type CommandName = (typeof COMMANDS)[number];

/** Options that only one of the commands has. */
const OWN: Readonly<Record<CommandName, readonly (keyof Values)[]>> = {
  predict: ["batch"],
  decode: ["as", "guest"],
  explain: EXPLAIN_OWN,
  fix: [...EXPLAIN_OWN, "all"],
  export: ["to", "target-version", "link", "strict", "list-formats"],
};

const refuse = (rule: string, message: string): Result<never> => fail({ rule, message });

/** Reads the arguments behind the program name; issues are sentences for standard error. */
export function readArguments(argv: readonly string[]): Result<Command> {
  const end = argv.indexOf("--");
  const own = end < 0 ? argv : argv.slice(0, end);
  const read = readOptions(own);
  if (!read.ok) return read;
  const { values, positionals } = read.value;
  const [name, ...rest] = positionals;
  const command = COMMANDS.find((known) => known === name);
  if (values.help === true) return ok({ kind: "help", topic: command ?? "flipbit" });
  if (values.version === true) return ok({ kind: "version" });
  if (name === undefined) return refuse("no-command", "no command given; try `flipbit --help`");
  if (command === undefined)
    return refuse("unknown-command", `unknown command ${JSON.stringify(name)}${didYouMean(name, COMMANDS)}`);
  return readCommand(command, values, rest, end < 0 ? undefined : argv.slice(end + 1));
}

/** @param rest What stands behind the command's name. */
function readCommand(
  command: CommandName,
  values: Values,
  rest: readonly string[],
  qemuArgs: readonly string[] | undefined,
): Result<Command> {
  const other = foreignOption(values, command);
  if (other !== undefined) return refuse("option", `--${other}: ${command} has no such option`);
  if (command === "decode") return readDecode(values, rest, qemuArgs);
  if (command === "explain" || command === "fix") return readExplain(command, values, rest, qemuArgs);
  const [extra] = rest;
  if (extra !== undefined) {
    return refuse("extra-argument", `what is ${JSON.stringify(extra)}? QEMU's own arguments go behind --`);
  }
  return command === "predict" ? readPredict(values, qemuArgs) : readExport(values, qemuArgs);
}

/** An option that is given, and that another command has. */
const foreignOption = (values: Values, command: CommandName): keyof Values | undefined =>
  COMMANDS.filter((known) => known !== command)
    .flatMap((known) => OWN[known])
    .find((option) => values[option] !== undefined && !OWN[command].includes(option));

function readExport(values: Values, qemuArgs: readonly string[] | undefined): Result<Command> {
  if (values["list-formats"] === true) return ok({ kind: "formats" });
  const format = readFormat(values.format ?? "text");
  if (!format.ok) return format;
  if (values.to === undefined) return refuse("no-target", "--to: missing; `flipbit export --list-formats` lists them");
  if (qemuArgs === undefined) return refuse("no-qemu", NO_QEMU);
  return ok({
    kind: "export",
    to: values.to,
    release: values["target-version"],
    link: values.link,
    isStrict: values.strict === true,
    format: format.value,
    hostFile: values.host,
    request: requestOf(values, qemuArgs),
  });
}

const NO_QEMU = "no QEMU arguments; they go behind --, e.g. -- -machine q35 -cpu EPYC";

function readFormat(format: string): Result<OutputFormat> {
  if (format === "json" || format === "text") return ok(format);
  return refuse("unknown-format", `--format: no format ${JSON.stringify(format)}; it is json or text`);
}

function readOptions(own: readonly string[]): Result<{ values: Values; positionals: string[] }> {
  try {
    return ok(parseArgs({ args: [...own], options: OPTIONS, allowPositionals: true, strict: true }));
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    return refuse("option", optionMessage(error.message));
  }
}

/** Node's own sentence, without its advice about `--`, which means something else here. */
function optionMessage(message: string): string {
  const unknown = /^Unknown option '(?<option>[^']*)'/.exec(message)?.groups?.["option"];
  if (unknown === undefined) {
    const lacking = /^Option '(?:-\w, )?(?<option>--[\w-]+)(?: <value>)?' argument (?:missing|is ambiguous)/.exec(
      message,
    )?.groups?.["option"];
    return lacking === undefined ? (message.split(/\n|\. To /)[0] ?? message) : `${lacking} needs a value`;
  }
  const near = didYouMean(
    unknown,
    Object.keys(OPTIONS).map((option) => `--${option}`),
  );
  return `unknown option ${unknown}${near || "; QEMU's own options go behind --"}`;
}

/** The host may be left out; without it nothing can be compared, so QEMU's arguments mean nothing either. */
function readDecode(
  values: Values,
  files: readonly string[],
  qemuArgs: readonly string[] | undefined,
): Result<Command> {
  const [file, extra] = files;
  if (file === undefined) return refuse("no-file", "decode: no file given; - is standard input");
  if (extra !== undefined) return refuse("extra-argument", `what is ${JSON.stringify(extra)}? One dump at a time`);
  const hasHost = [values.qemu, values.kernel, values.platform, values.host].some((value) => value !== undefined);
  if (!hasHost && qemuArgs !== undefined) return refuse("no-host", "decode: QEMU arguments need a host beside them");
  const request = hasHost ? requestOf(values, qemuArgs ?? []) : undefined;
  const choices = readChoices(values);
  return choices.ok ? ok({ kind: "decode", file, hostFile: values.host, request, ...choices.value }) : choices;
}

type DecodeChoices = Pick<Extract<Command, { readonly kind: "decode" }>, "format" | "guest" | "as">;

function readChoices({ format = "text", guest = "linux", as }: Values): Result<DecodeChoices> {
  if (format !== "json" && format !== "text")
    return refuse("unknown-format", `--format: no format ${JSON.stringify(format)}; it is json or text`);
  if (guest !== "linux" && guest !== "windows")
    return refuse("guest", `--guest: no guest ${JSON.stringify(guest)}; it is linux or windows`);
  if (as !== undefined && !DUMP_FORMATS.some(({ id }) => id === as))
    return refuse("as", `--as: no format ${JSON.stringify(as)}; it is ${DUMP_FORMATS.map(({ id }) => id).join(", ")}`);
  return ok({ format, guest, as });
}

function readPredict(values: Values, qemuArgs: readonly string[] | undefined): Result<Command> {
  const { batch } = values;
  const format = readFormat(values.format ?? "json");
  if (!format.ok) return format;
  if (batch !== undefined) return readBatch(values, batch, qemuArgs);
  if (qemuArgs === undefined) return refuse("no-qemu", NO_QEMU);
  return ok({ kind: "predict", format: format.value, hostFile: values.host, request: requestOf(values, qemuArgs) });
}

function requestOf(values: Values, qemuArgs: readonly string[]): PredictRequest {
  const { qemu, kernel, vendor, platform, libvirt } = values;
  const [only] = qemuArgs;
  // One quoted word with spaces in it is a whole command line.
  const args = qemuArgs.length === 1 && only !== undefined && /\s/.test(only) ? only : qemuArgs;
  return { qemu, kernel, vendor, platform, libvirt, hyperv: values["no-hyperv"] !== true, args };
}

/** A batch carries hosts and arguments line by line, so nothing else may say them. */
function readBatch(values: Values, file: string, qemuArgs: readonly string[] | undefined): Result<Command> {
  const others = (["qemu", "kernel", "vendor", "platform", "libvirt", "host", "no-hyperv"] as const).filter(
    (name) => values[name] !== undefined,
  );
  if (others.length > 0) return refuse("batch", `--${others.join(", --")}: with --batch each line says that itself`);
  if (qemuArgs !== undefined) return refuse("batch", "QEMU arguments behind --: with --batch each line has its own");
  if (values.format === "text") return refuse("batch", "--format text: a batch answers in JSON lines only");
  return ok({ kind: "batch", file });
}
