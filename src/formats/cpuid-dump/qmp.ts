// QMP's answers about a CPU: `feature-words` and `filtered-features` of qom-get, and `query-cpu-model-expansion`.
import { REGISTERS, type Register } from "#catalog/schema/common.ts";
import type { PropertyValue } from "#engine/dump/dump.ts";
import { DumpBuilder } from "./builder.ts";
import type { DumpCodec } from "./codec.ts";
import { isObject, readDocuments, wordOf, type JsonDocument } from "./json.ts";

const FITS_WORDS = /"cpuid-input-eax"/;
/** Other answers have properties too; a CPU's are flags. */
const FITS_MODEL = /"props"\s*:\s*\{[^{}]*"(?:fpu|sse2|hypervisor|kvm-pv-eoi|hv-relaxed)"\s*:/;

/** What stands behind `return`, or the document itself where somebody pasted only that. */
const answerOf = (value: unknown): unknown => (isObject(value) && "return" in value ? value["return"] : value);

/** Answers that a session gives on the way and that say nothing of a CPU. */
function isAside(value: unknown): boolean {
  if (!isObject(value)) return false;
  if ("QMP" in value || "event" in value || "execute" in value) return true;
  const answer = value["return"];
  return isObject(answer) && Object.keys(answer).length === 0;
}

/** A row of X86CPUFeatureWordInfo: qapi/machine-target.json and qom's target/i386/cpu.c. */
function addWord(builder: DumpBuilder, row: unknown, place: string, line: number): void {
  const leaf = isObject(row) ? wordOf(row["cpuid-input-eax"]) : undefined;
  const features = isObject(row) ? wordOf(row["features"]) : undefined;
  const subleaf = isObject(row) ? wordOf(row["cpuid-input-ecx"] ?? 0) : undefined;
  const name = isObject(row) ? String(row["cpuid-register"]).toLowerCase() : "";
  const register = REGISTERS.find((candidate): candidate is Register => candidate === name);
  if (leaf === undefined || features === undefined || subleaf === undefined || register === undefined) {
    builder.issue("feature-word", line, `${place} is no feature word`, JSON.stringify(row));
    return;
  }
  builder.add(leaf, subleaf, { [register]: features }, line);
}

function addWords(builder: DumpBuilder, { value, line }: JsonDocument): void {
  const answer = answerOf(value);
  const isList = Array.isArray(answer) && answer.some((row) => isObject(row) && "cpuid-input-eax" in row);
  if (!isList) {
    if (!isAside(value))
      builder.issue("unknown-answer", line, "an answer without feature words", JSON.stringify(value));
    return;
  }
  builder.cpu(`CPU ${builder.count}`);
  answer.forEach((row, index) => addWord(builder, row, `entry ${index}`, line));
}

function addModel(builder: DumpBuilder, { value, line }: JsonDocument): void {
  const answer = answerOf(value);
  const model = isObject(answer) && isObject(answer["model"]) ? answer["model"] : answer;
  const props = isObject(model) ? model["props"] : undefined;
  if (!isObject(model) || !isObject(props)) {
    if (!isAside(value)) builder.issue("unknown-answer", line, "an answer without a CPU model", JSON.stringify(value));
    return;
  }
  const properties: Record<string, PropertyValue> = {};
  for (const [name, held] of Object.entries(props)) {
    if (typeof held === "string" || typeof held === "number" || typeof held === "boolean") properties[name] = held;
    else builder.issue("property", line, `the property ${name} has no plain value`, JSON.stringify(held));
  }
  builder.cpu(typeof model["name"] === "string" ? model["name"] : `model ${builder.count}`);
  builder.setProperties(properties);
}

const codec = (
  id: string,
  title: string,
  fits: RegExp,
  add: (builder: DumpBuilder, document: JsonDocument) => void,
): DumpCodec => ({
  id,
  title,
  fits: (head) => (fits.test(head) ? 1 : 0),
  rank: 4,
  parse: (text) => {
    const builder = new DumpBuilder();
    for (const document of readDocuments(text, builder)) add(builder, document);
    return builder.end(id, "model");
  },
});

export const featureWords = codec("feature-words", "QMP feature-words", FITS_WORDS, addWords);
export const modelExpansion = codec("model-expansion", "QMP query-cpu-model-expansion", FITS_MODEL, addModel);
