// One line of a batch: a JSON request in, one JSON line out. A bad line yields an error and nothing else changes.
import type { Issue } from "#base/result.ts";
import type { Catalog } from "#catalog/open.ts";
import { isAboutHost } from "./host.ts";
import { predict, type PredictRequest } from "./predict.ts";

type Fields = Readonly<Record<string, unknown>>;

const TEXTS = ["qemu", "kernel", "libvirt", "platform", "vendor"] as const;

/** Answers the line with this number, counted from 1; the result has no line end. */
export function answerLine(catalog: Catalog, line: string, number: number): string {
  const fields = readFields(line);
  if (typeof fields === "string") return refusal(null, number, fields);
  const id = fields["id"] ?? null;
  const request = readRequest(fields);
  if (typeof request === "string") return refusal(id, number, request);
  try {
    const answer = predict(catalog, request);
    return answer.ok
      ? JSON.stringify({ id, ...answer.value })
      : refusal(id, number, answer.issues.map(issueText).join("; "));
  } catch (error) {
    // A bug of ours must not take the other lines with it.
    return refusal(id, number, `Flipbit itself failed, please report it: ${String(error)}`);
  }
}

const refusal = (id: unknown, number: number, why: string): string =>
  JSON.stringify({ id, error: `line ${number}: ${why}` });

const issueText = (issue: Issue): string =>
  isAboutHost(issue) ? `${issue.where}: ${issue.message}` : `args: ${issue.message}`;

/** The object on a line, or why there is none. */
function readFields(line: string): Fields | string {
  if (line.trim() === "") return "empty; expected a JSON object";
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch (error) {
    return `not JSON: ${error instanceof Error ? error.message : String(error)}`;
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) return "expected a JSON object";
  return value as Fields;
}

/** The request in an object, or which field is wrong. */
function readRequest(fields: Fields): PredictRequest | string {
  const wrong = TEXTS.find(
    (name) => fields[name] !== undefined && fields[name] !== null && typeof fields[name] !== "string",
  );
  if (wrong !== undefined) return `${wrong}: expected a string, e.g. "6.12"`;
  const hyperv = fields["hyperv"] ?? true;
  if (typeof hyperv !== "boolean") return "hyperv: expected true or false";
  const args = fields["args"];
  if (!isArguments(args)) return "args: expected QEMU's arguments as one string, or as an array of strings";
  const text = (name: (typeof TEXTS)[number]): string | undefined => {
    const value = fields[name];
    return typeof value === "string" ? value : undefined;
  };
  return {
    qemu: text("qemu"),
    kernel: text("kernel"),
    libvirt: text("libvirt"),
    platform: text("platform"),
    vendor: text("vendor"),
    hyperv,
    args,
  };
}

const isArguments = (value: unknown): value is string | readonly string[] =>
  typeof value === "string" || (Array.isArray(value) && value.every((item) => typeof item === "string"));

/** Cuts arriving text into lines; the last one need not end in a line end. */
export class LineCutter {
  #rest = "";
  #count = 0;

  /** The lines that are complete now, with their numbers. */
  push(chunk: string): readonly { readonly line: string; readonly number: number }[] {
    const lines = (this.#rest + chunk).split("\n");
    this.#rest = lines.pop() ?? "";
    return lines.map((line) => this.#numbered(line));
  }

  /** The last line, when the text did not end in a line end. */
  end(): readonly { readonly line: string; readonly number: number }[] {
    return this.#rest === "" ? [] : [this.#numbered(this.#rest)];
  }

  #numbered(line: string): { line: string; number: number } {
    this.#count += 1;
    const plain = this.#count === 1 ? line.replace(/^\ufeff/, "") : line;
    return { line: plain.replace(/\r$/, ""), number: this.#count };
  }
}
