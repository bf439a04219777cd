// Reads the JSON of a dump: one document, or one a line as a QMP session prints it. Knows where each document began.
import type { DumpBuilder } from "./builder.ts";

export interface JsonDocument {
  readonly value: unknown;
  readonly line: number;
}

/** Every JSON document of a text; lines that are none become issues. */
export function readDocuments(text: string, builder: DumpBuilder): JsonDocument[] {
  const whole = tryJson(text);
  if ("value" in whole) return [{ value: whole.value, line: 1 }];
  const lines = text.split("\n");
  const documents = lines.map((line, index) => ({ read: tryJson(line), line: index + 1, text: line }));
  const isSession = documents.some(({ read, text: line }) => "value" in read && /^\s*[{[].*[}\]]\s*$/.test(line));
  if (!isSession) {
    const at = lineOf(text, whole.error);
    builder.issue("json", at, `this is no JSON (${whole.error})`, lines[at - 1]);
    return [];
  }
  return documents.flatMap(({ read, line, text: source }) => {
    if ("value" in read) return [{ value: read.value, line }];
    // What was typed into the session, and its prompts, are no answers.
    if (source.trim() !== "") builder.issue("unknown-line", line, "no JSON", source);
    return [];
  });
}

type Read = { readonly value: unknown } | { readonly error: string };

function tryJson(text: string): Read {
  try {
    return { value: JSON.parse(text.replace(/^\ufeff/, "")) as unknown };
  } catch (error) {
    return { error: error instanceof Error ? error.message : String(error) };
  }
}

/** The line that the engine's own message points to; the last one when it says only that the text ends. */
function lineOf(text: string, message: string): number {
  const line = /\bline (\d+)/.exec(message)?.[1];
  if (line !== undefined) return Number(line);
  const position = /\bposition (\d+)/.exec(message)?.[1];
  return text.slice(0, position === undefined ? text.length : Number(position)).split("\n").length;
}

export type JsonObject = Readonly<Record<string, unknown>>;

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** A number, or a text with one: hex behind 0x; undefined when it is no register word. */
export function wordOf(value: unknown): number | undefined {
  const number = typeof value === "string" && /^(0x[0-9a-f]+|\d+)$/i.test(value) ? Number(value) : value;
  return typeof number === "number" && Number.isInteger(number) && number >= 0 && number <= 0xffffffff
    ? number
    : undefined;
}
