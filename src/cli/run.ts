// Runs one command against given channels, so that tests need no process. Yields the exit status: 0 answered, 1 errors found,
// 2 unusable arguments or input, 3 something left out.
import { fail, ok, type Issue, type Result } from "#base/result.ts";
import type { Catalog } from "#catalog/open.ts";
import type { AskedHost } from "#catalog/schema/measured.ts";
import { parseHostText } from "#formats/host-text.ts";
import type { ExplainOptions } from "#engine/explain/options.ts";
import { codecOf } from "#formats/config/index.ts";
import { explainText as explain } from "#formats/config/explain.ts";
import { repairText } from "#formats/config/repair.ts";
import { parseDump } from "#formats/cpuid-dump/index.ts";
import { answerText } from "./answer-text.ts";
import { readArguments, type Command } from "./arguments.ts";
import { answerLine, LineCutter } from "./batch.ts";
import { decodeText } from "./decode-text.ts";
import { decodeDump, readVm } from "./decode.ts";
import { helpText } from "./help.ts";
import { agingNotes, isAboutHost } from "./host.ts";
import { libvirtNotes, saidTwice } from "./libvirt-host.ts";
import { explainAnswer, explainText, hasErrors, isUnreadable } from "./explain.ts";
import type { ExplainCommand } from "./explain-arguments.ts";
import { readExplainOptions } from "./explain-options.ts";
import { exportJson, exportSnippet, formatList, remarks } from "./export.ts";
import { sarifLog } from "./sarif.ts";
import { answerOf, predictVm, readSelection, type PredictRequest } from "./predict.ts";

/** What a command may touch. */
export interface Channels {
  readonly catalog: () => Catalog;
  /** The text of a file, or of standard input for `-`, as it comes; rejects when it cannot be read. */
  readonly read: (file: string) => AsyncIterable<string>;
  readonly write: (text: string) => Promise<void>;
  readonly complain: (text: string) => void;
  /** The day, YYYY-MM-DD. */
  readonly today: () => string;
}

const ERRORS_FOUND = 1;
const UNUSABLE = 2;
const LEFT_OUT = 3;

/** Runs the arguments behind the program name. */
export async function run(argv: readonly string[], channels: Channels): Promise<number> {
  const command = readArguments(argv);
  if (!command.ok) return refuse(channels, command.issues);
  switch (command.value.kind) {
    case "help":
      await channels.write(helpText(command.value.topic));
      return 0;
    case "version":
      await channels.write(`${channels.catalog().index.version}\n`);
      return 0;
    case "predict":
      return predictOne(command.value, channels);
    case "decode":
      return decodeOne(command.value, channels);
    case "batch":
      return predictBatch(command.value.file, channels);
    case "formats":
      await channels.write(formatList());
      return 0;
    case "export":
      return exportOne(argv, command.value, channels);
    case "explain":
    case "fix":
      return explainOne(command.value, channels);
  }
}

function refuse({ complain }: Channels, issues: readonly Issue[]): number {
  for (const { message } of issues) complain(`flipbit: ${message}\n`);
  return UNUSABLE;
}

/** The request with the host that a file tells of. */
async function withHostFile(
  { hostFile, request: asked }: Command & { readonly kind: "predict" | "export" },
  channels: Channels,
): Promise<Result<PredictRequest>> {
  const host = hostFile === undefined ? ok(undefined) : await readHostFile(hostFile, channels);
  if (!host.ok) return host;
  const request = { ...asked, measured: host.value };
  const twice = host.value && saidTwice(host.value, request);
  return twice === undefined ? ok(request) : fail({ rule: "host", message: twice });
}

async function exportOne(
  argv: readonly string[],
  command: Command & { readonly kind: "export" },
  channels: Channels,
): Promise<number> {
  const read = await withHostFile(command, channels);
  if (!read.ok) return refuse(channels, read.issues);
  const catalog = channels.catalog();
  const selection = readSelection(catalog, read.value);
  if (!selection.ok) return refuse(channels, selection.issues.map(onCommandLine));
  const made = exportSnippet(catalog, selection.value, { ...command, argv, today: channels.today() });
  if (!made.ok) return refuse(channels, made.issues);
  for (const note of agingNotes(catalog, read.value)) channels.complain(`flipbit: note: ${note}\n`);
  for (const line of remarks(made.value)) channels.complain(`flipbit: ${line}\n`);
  await channels.write(command.format === "json" ? exportJson(command.to, made.value) : made.value.text);
  return command.isStrict && made.value.leftOut.length > 0 ? LEFT_OUT : 0;
}

async function predictOne(command: Command & { readonly kind: "predict" }, channels: Channels): Promise<number> {
  const { format } = command;
  const read = await withHostFile(command, channels);
  if (!read.ok) return refuse(channels, read.issues);
  const request = read.value;
  const catalog = channels.catalog();
  const vm = predictVm(catalog, request);
  if (!vm.ok) return refuse(channels, vm.issues.map(onCommandLine));
  for (const note of [...agingNotes(catalog, request), ...libvirtNotes(catalog, request, vm.value)])
    channels.complain(`flipbit: note: ${note}\n`);
  await channels.write(format === "text" ? answerText(catalog, vm.value) : `${JSON.stringify(answerOf(vm.value))}\n`);
  return 0;
}

async function decodeOne(command: Command & { readonly kind: "decode" }, channels: Channels): Promise<number> {
  const { file, hostFile, request } = command;
  const host = hostFile === undefined ? ok(undefined) : await readHostFile(hostFile, channels);
  if (!host.ok) return refuse(channels, host.issues);
  const catalog = channels.catalog();
  const vm = request ? readVm(catalog, { ...request, measured: host.value }) : ok(undefined);
  if (!vm.ok) return refuse(channels, vm.issues.map(onCommandLine));
  const text = await readText(file, channels, "decode");
  if (!text.ok) return refuse(channels, text.issues);
  const answer = decodeDump(catalog, parseDump(text.value, command.as), vm.value, command.guest);
  await channels.write(command.format === "text" ? decodeText(answer) : `${JSON.stringify(answer)}\n`);
  return answer.cpus.length === 0 ? UNUSABLE : 0;
}

/** The whole text of a file; the issue says for what it was wanted. */
async function readText(file: string, { read }: Channels, wantedFor: string): Promise<Result<string>> {
  const chunks: string[] = [];
  try {
    for await (const chunk of read(file)) chunks.push(chunk);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return fail({ rule: "unreadable", message: `${wantedFor}: cannot read ${file}: ${why}` });
  }
  return ok(chunks.join(""));
}

async function explainOne(command: ExplainCommand, channels: Channels): Promise<number> {
  const { kind, file, hostFile, request } = command;
  const host = hostFile === undefined ? ok(undefined) : await readHostFile(hostFile, channels);
  if (!host.ok) return refuse(channels, host.issues);
  const catalog = channels.catalog();
  const options = readExplainOptions(catalog, { ...request, measured: host.value });
  if (!options.ok)
    return refuse(
      channels,
      options.issues.map((issue) => ({
        ...issue,
        message: issue.where === undefined ? issue.message : `--${issue.where}: ${issue.message}`,
      })),
    );
  const text = await readText(file, channels, kind);
  if (!text.ok) return refuse(channels, text.issues);
  return kind === "fix"
    ? fixText(command, text.value, options.value, channels)
    : explainAndPrint(command, text.value, options.value, channels);
}

async function explainAndPrint(
  { file, as, format }: ExplainCommand,
  text: string,
  options: ExplainOptions,
  channels: Channels,
): Promise<number> {
  const catalog = channels.catalog();
  const explanation = explain(catalog, text, options, as);
  const title = codecOf(explanation.document.kind)?.title ?? "nothing that Flipbit reads";
  for (const { message, place } of explanation.issues)
    channels.complain(`flipbit: ${file}:${place ? `${place.line}:${place.column}:` : ""} ${message}\n`);
  if (explanation.document.kind === "cpuid-dump")
    channels.complain("flipbit: note: this is a CPUID dump; `flipbit decode` reads it\n");
  const printed = {
    text: () => explainText(explanation, file, title),
    json: () => `${JSON.stringify(explainAnswer(explanation))}\n`,
    sarif: () => `${JSON.stringify(sarifLog(explanation, file, catalog.index.version), null, 2)}\n`,
  };
  await channels.write(printed[format]());
  if (isUnreadable(explanation)) return UNUSABLE;
  return hasErrors(explanation) ? ERRORS_FOUND : 0;
}

async function fixText(
  { file, as, all }: ExplainCommand,
  text: string,
  options: ExplainOptions,
  channels: Channels,
): Promise<number> {
  const catalog = channels.catalog();
  const repaired = repairText(catalog, text, options, { kind: as, all });
  const after = explain(catalog, repaired, options, as);
  if (isUnreadable(after)) {
    for (const { message } of after.issues) channels.complain(`flipbit: ${file}: ${message}\n`);
    return UNUSABLE;
  }
  await channels.write(repaired);
  const left = after.findings.filter(({ finding }) => finding.severity === "error");
  for (const { finding, message } of left) channels.complain(`flipbit: ${file}: left: ${message} [${finding.rule}]\n`);
  return left.length > 0 ? ERRORS_FOUND : 0;
}

/** Reads a measured host; each issue names the file and the place in it. */
async function readHostFile(file: string, channels: Channels): Promise<Result<AskedHost>> {
  const text = await readText(file, channels, "--host");
  if (!text.ok) return text;
  const parsed = parseHostText(text.value);
  if (parsed.ok) return parsed;
  return fail(
    ...parsed.issues.map((issue) => ({
      ...issue,
      message: `--host ${file}: ${issue.where ? `${issue.where}: ` : ""}${issue.message}`,
    })),
  );
}

/** Parts of the host are options here; everything else is about what stands behind `--`. */
function onCommandLine(issue: Issue): Issue {
  const place = isAboutHost(issue) ? `--${issue.where}` : "QEMU arguments";
  return { ...issue, message: `${place}: ${issue.message}` };
}

async function predictBatch(file: string, channels: Channels): Promise<number> {
  const catalog = channels.catalog();
  const cutter = new LineCutter();
  const answer = async (lines: ReturnType<LineCutter["end"]>): Promise<void> => {
    if (lines.length === 0) return;
    await channels.write(lines.map(({ line, number }) => `${answerLine(catalog, line, number)}\n`).join(""));
  };
  const chunks = channels.read(file)[Symbol.asyncIterator]();
  for (;;) {
    // Only reading may fail here; what writing throws is not about the file.
    const chunk = await nextChunk(chunks);
    if (typeof chunk !== "string") {
      channels.complain(`flipbit: --batch: cannot read ${file}: ${chunk.why}\n`);
      return UNUSABLE;
    }
    if (chunk === "") break;
    await answer(cutter.push(chunk));
  }
  await answer(cutter.end());
  return 0;
}

/** The next text that is not empty, "" at the end, or why there is none. */
async function nextChunk(chunks: AsyncIterator<string>): Promise<string | { readonly why: string }> {
  try {
    for (;;) {
      const next = await chunks.next();
      if (next.done === true) return "";
      if (next.value !== "") return next.value;
    }
  } catch (error) {
    return { why: error instanceof Error ? error.message : String(error) };
  }
}
