// JSON that holds whole leaves: the host probe's answers of KVM_GET_SUPPORTED_CPUID, measured guests, and what `flipbit predict` prints.
import { REGISTERS } from "#catalog/schema/common.ts";
import type { DumpWords } from "#engine/dump/dump.ts";
import { DumpBuilder } from "./builder.ts";
import type { DumpCodec } from "./codec.ts";
import { isObject, readDocuments, wordOf } from "./json.ts";

/** The lists of a host, by the key that holds them, and the question that KVM answered. */
const HOST_LISTS = {
  supportedCpuid: "KVM_GET_SUPPORTED_CPUID",
  supportedHvCpuid: "KVM_GET_SUPPORTED_HV_CPUID",
} as const;

/** One entry with its registers; `place` names it in issues. */
function addLeaf(
  builder: DumpBuilder,
  row: unknown,
  at: readonly [leaf: unknown, subleaf: unknown],
  place: string,
): void {
  const [leaf, subleaf] = at.map(wordOf);
  const words: Partial<Record<(typeof REGISTERS)[number], number>> = {};
  for (const register of REGISTERS) {
    const word = isObject(row) ? wordOf(row[register]) : undefined;
    if (word !== undefined) words[register] = word;
    else if (isObject(row) && row[register] !== undefined) builder.issue("word", 0, `${place}: ${register} is no word`);
  }
  if (leaf === undefined || subleaf === undefined || Object.keys(words).length === 0) {
    builder.issue("leaf", 0, `${place} is no leaf`, JSON.stringify(row));
    return;
  }
  builder.add(leaf, subleaf, words as DumpWords, 0);
}

function addList(builder: DumpBuilder, list: readonly unknown[], place: string): void {
  list.forEach((row, index) => {
    const [leaf, subleaf] = isObject(row) ? [row["leaf"] ?? row["function"], row["subleaf"] ?? row["index"] ?? 0] : [];
    addLeaf(builder, row, [leaf, subleaf], `${place}[${index}]`);
  });
}

/** `{"0x00000007:1": {eax, ...}}`. */
function addKeyed(builder: DumpBuilder, leaves: Readonly<Record<string, unknown>>, place: string): void {
  for (const [key, row] of Object.entries(leaves)) {
    const [leaf, subleaf = "0"] = key.split(":");
    addLeaf(builder, row, [leaf, subleaf], `${place}["${key}"]`);
  }
}

function addCase(builder: DumpBuilder, row: unknown, place: string): void {
  const leaves = isObject(row) ? (row["leaves"] ?? row["cpuid"]) : undefined;
  if (!isObject(row) || !isObject(leaves)) {
    builder.issue("unknown-answer", 0, `${place} holds no leaves`);
    return;
  }
  const name = [row["name"], row["id"], row["args"]].find((candidate) => typeof candidate === "string");
  builder.cpu(typeof name === "string" ? name : `CPU ${builder.count}`);
  addKeyed(builder, leaves, place);
}

function addDocument(builder: DumpBuilder, value: unknown, line: number): "host" | "guest" {
  if (Array.isArray(value)) {
    builder.cpu(`CPU ${builder.count}`);
    addList(builder, value, "");
    return "guest";
  }
  if (!isObject(value)) {
    builder.issue("unknown-answer", line, "neither a list of leaves nor an answer that holds one");
    return "guest";
  }
  const lists = Object.entries(HOST_LISTS).filter(([key]) => Array.isArray(value[key]));
  for (const [key, question] of lists) {
    builder.cpu(question);
    addList(builder, value[key] as readonly unknown[], key);
  }
  if (lists.length > 0) return "host";
  const { cases } = value;
  if (Array.isArray(cases)) cases.forEach((row, index) => addCase(builder, row, `cases[${index}]`));
  else addCase(builder, value, line > 1 ? `line ${line}` : "the answer");
  return "guest";
}

export const leavesJson: DumpCodec = {
  id: "leaves-json",
  title: "JSON with leaves: host probe, KVM_GET_SUPPORTED_CPUID, flipbit predict",
  fits: (head) => (!/^\ufeff?\s*[{[]/.test(head) ? 0 : /"e[abcd]x"\s*:/.test(head) ? 1 : 0.1),
  rank: 1,
  parse: (text) => {
    const builder = new DumpBuilder();
    const about = readDocuments(text, builder).map(({ value, line }) => addDocument(builder, value, line));
    return builder.end("leaves-json", about.includes("host") ? "host" : "guest");
  },
};
