// Rows about logs can be used: every message has a meaning and a text to find it by, and each number is explained once.
import type { Issue } from "#base/result.ts";
import { isFindable, placesOf } from "../log-wording.ts";
import type { ParsedCatalog } from "../parsed.ts";
import type { LogMessages } from "../schema/log.ts";
import type { DataCheck } from "./check.ts";

type Finding = Omit<Issue, "rule">;
type Row = LogMessages["messages"][number];

function wordingsOf(catalog: ParsedCatalog, row: Row): string[] {
  const texts = row.wordings ?? catalog.messages.value.messages.filter(({ id }) => id === row.id);
  return texts.map(({ text }) => text);
}

function messageFindings(catalog: ParsedCatalog, row: Row): string[] {
  const isQemus = catalog.messages.value.messages.some(({ id }) => id === row.id);
  const texts = wordingsOf(catalog, row).filter((text) => isFindable(text));
  const used = placesOf([row.subject, row.meaning, row.action ?? ""].join(" "));
  return [
    ...(row.wordings === undefined && !isQemus ? ["has no wording, and QEMU has no message of this id"] : []),
    ...(row.wordings !== undefined && isQemus ? ["QEMU has a message of this id: its wordings stand there"] : []),
    ...(texts.length === 0 ? ["no wording has enough text to be found"] : []),
    ...used
      .filter((name) => texts.some((text) => !placesOf(text).includes(name)))
      .map((name) => `uses {${name}}, which not every wording fills in`),
  ];
}

function msrFindings(catalog: ParsedCatalog): Finding[] {
  const { file, value } = catalog.logMsrs;
  const { words, properties } = catalog.flags.value;
  const names = new Set([
    ...words.flatMap(({ flags }) => Object.values(flags)),
    ...properties.map(({ name }) => name),
    ...catalog.features.flatMap(({ value: feature }) => feature.property?.name ?? []),
  ]);
  return value.msrs.flatMap(({ index, last, property }, i): Finding[] => {
    const before = value.msrs[i - 1];
    const where = `${file}: ${index}`;
    return [
      ...(before && Number(before.last ?? before.index) >= Number(index)
        ? [{ where, message: "numbers come lowest first, each once" }]
        : []),
      ...(last !== undefined && Number(last) <= Number(index) ? [{ where, message: "it ends before it starts" }] : []),
      ...(property !== undefined && !names.has(property)
        ? [{ where, message: `QEMU has no property ${property}` }]
        : []),
    ];
  });
}

export const logCheck: DataCheck = {
  name: "log",
  scope: "messages and MSRs of logs",
  check: (catalog) => {
    const { file, value } = catalog.logMessages;
    const ids = value.messages.map(({ id }) => id);
    const unexplained = new Set(catalog.messages.value.messages.map(({ id }) => id).filter((id) => !ids.includes(id)));
    return [
      ...[...unexplained].map((id) => ({ where: file, message: `nothing says what QEMU's message ${id} means` })),
      ...ids.filter((id, i) => ids.indexOf(id) !== i).map((id) => ({ where: file, message: `${id} is there twice` })),
      ...value.messages.flatMap((row) =>
        messageFindings(catalog, row).map((message) => ({ where: `${file}: ${row.id}`, message })),
      ),
      ...msrFindings(catalog),
    ];
  },
};
