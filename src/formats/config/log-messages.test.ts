import { array, assert, constantFrom, oneof, property, string } from "fast-check";
import { describe, expect, test } from "vitest";
import { isFindable, placesOf } from "#catalog/log-wording.ts";
import { compareVersions, version } from "#base/version.ts";
import { realCatalog } from "#testing/catalog.ts";
import { observed, observedText, type MeasuredGuests } from "#testing/observed.ts";
import { readMessages } from "./log-messages.ts";

const catalog = realCatalog();
const read = (text: string) => readMessages(catalog, text).messages;

/** What each place of a wording may hold. */
const SAMPLES: Readonly<Record<string, string>> = {
  option: "-machine pc-q35-9.2,accel=kvm",
  name: "pc-q35-2.4",
  reason: "use something else",
  driver: "EPYC-x86_64-cpu",
  property: "hv-vgindex",
  value: "maybe",
  sign: "-",
  host: "host",
  leaf: "40000001",
  subleaf: "1",
  index: "48F",
  register: "EAX",
  dot: ".",
  bit: "15",
  label: "synthetic timers (hv-stimer)",
  other: "clocksources (hv-time)",
  type: "uint64",
  msr: "0x40000021",
  errno: "Function not implemented",
  accel: "kvm,xen-version=0x40011",
  board: "pc-q35-10.2",
  signal: "15",
  pid: "13478",
  arch: "x86_64",
  virt: "kvm",
  code: "0x1e",
  p1: "0xffffffffc0000005",
  p2: "0x0",
  p3: "0x0",
  p4: "0x1",
};

const sample = (place: string): string => SAMPLES[place] ?? `some ${place}`;
const print = (wording: string): string => wording.replaceAll(/\{(\w+)\}/g, (_, place: string) => sample(place));

const FRONTS = [
  "",
  "qemu-system-x86_64: ",
  "2023-06-08T18:18:34.118000Z qemu-kvm: ",
  "error: internal error: process exited while connecting to monitor: 2022-04-24T08:27:05.843180Z qemu-kvm: ",
  "Nov 22 10:00:00 node1 libvirtd[2813]: 2026-11-22 09:00:00.118+0000: 2813: error : virFunc:12 : ",
  "[592420.654337] kvm [21715]: vcpu1, guest rIP: 0xfffff80312345678 ",
  "Message='",
];

const WORDINGS = [
  ...catalog.qemu.messages.map(({ id, text, since, until, severity, bare }) => ({
    id,
    text,
    since,
    until,
    front: severity === "warning" && bare !== true ? "warning: " : "",
  })),
  ...catalog.log.messages.flatMap(({ id, wordings }) => (wordings ?? []).map((row) => ({ id, ...row, front: "" }))),
].filter(({ text }) => isFindable(text));

describe.each(FRONTS)("behind %j", (front) => {
  test.each(WORDINGS)("$id: $text", (row) => {
    const { id, text, since, until } = row;
    const line = print(text);
    const before = `${front}${row.front}`;
    const found = read(`first line\r\n${before}${line}\r\nlast line\n`).findLast((message) => message.id === id);
    const start = "first line\r\n".length + before.length;
    expect(found).toMatchObject({
      args: Object.fromEntries(placesOf(text).map((place) => [place, sample(place)])),
      span: { start, end: start + line.length },
    });
    const { since: from, until: to } = found?.printedBy ?? {};
    expect(from === undefined || (since !== undefined && compareVersions(version(from), version(since)) <= 0)).toBe(
      true,
    );
    expect(to === undefined || (until !== undefined && compareVersions(version(to), version(until)) >= 0)).toBe(true);
  });
});

test("the wording tells the release, and so does the word warning in front", () => {
  const printedBy = (line: string) => read(line)[0]?.printedBy;
  const old = "Machine type 'pc-q35-2.4' is deprecated: old and unattended - use a newer version instead";
  expect(printedBy(`qemu-system-x86_64: warning: ${old}`)).toEqual({ project: "qemu", since: "7.1", until: "9.1" });
  expect(printedBy(`qemu-system-x86_64: ${old}`)).toEqual({ project: "qemu", since: "6.0", until: "7.1" });
  expect(printedBy(old)).toEqual({ project: "qemu", since: "6.0", until: "9.1" });
  expect(printedBy("qemu-system-x86_64: hv-vendor-id truncated to 12 characters")).toBeUndefined();
});

/** Lines of real runs that are no messages of QEMU. */
const NO_MESSAGE = /^(?:### |rc=)/;

test("every message that a real QEMU printed is known", () => {
  const lines = observed<MeasuredGuests>("guest-qemu-").flatMap(({ value }) =>
    value.cases.flatMap(({ messages }) => messages),
  );
  expect(lines.length).toBeGreaterThan(1000);
  expect([...new Set(lines)].filter((line) => read(line).length === 0)).toEqual([]);
});

test("the messages of a host without Hyper-V emulation are known, in a script's output", () => {
  const text = observedText("errors-qemu-7.2-no-hyperv.txt");
  const lines = text.split("\n").filter((line) => line !== "" && !NO_MESSAGE.test(line));
  expect(lines.filter((line) => read(line).length === 0)).toEqual([]);
  const found = read(text);
  expect(found.length).toBeGreaterThanOrEqual(lines.length);
  expect(found.filter(({ id }) => id === "msr-failed").map(({ args }) => args["msr"])).toEqual([
    "0x40000081",
    "0x40000021",
    "0x40000021",
    "0x40000106",
  ]);
});

test("a message inside another comes behind it", () => {
  const line = "can't apply global max-x86_64-cpu.hv-avic=on: Property 'max-x86_64-cpu.hv-avic' not found";
  expect(read(line).map(({ id }) => id)).toEqual(["global-failed", "property-unknown"]);
});

test("logs inside JSON", () => {
  const text = String.raw`{"level":"error","msg":"qemu: hv-vendor-id truncated to 12 characters\nqemu: kernel doesn't allow setting HyperV VP_INDEX","pos":1}`;
  expect(read(text).map(({ id, span }) => [id, text.slice(span.start, span.end)])).toEqual([
    ["vendor-id-truncated", "hv-vendor-id truncated to 12 characters"],
    ["hyperv-vpindex-fixed", "kernel doesn't allow setting HyperV VP_INDEX"],
  ]);
});

test("what stands far behind in a long line is left", () => {
  const message = "kernel doesn't allow setting HyperV VP_INDEX";
  expect(read(`${"x ".repeat(3000)}${message}`)).toHaveLength(1);
  expect(read(`${"x ".repeat(6000)}${message}\n${message}`)).toHaveLength(1);
});

test("a flood of messages is cut, and says so", () => {
  const { messages, issues } = readMessages(catalog, "KVM does not support userspace APIC\n".repeat(6000));
  expect([messages.length, issues.map(({ rule }) => rule)]).toEqual([5000, ["too-many-messages"]]);
});

/** Pieces that messages are made of, and what breaks readers. */
const piece = oneof(
  constantFrom(
    ...WORDINGS.map(({ text }) => print(text)),
    ...WORDINGS.flatMap(({ text }) => text.split(/\{\w+\}/)),
    "\n",
    "\\n",
    "\0",
    "\ud800",
    "'",
    '"',
    ")",
    ": ",
    "warning: ",
  ),
  string({ unit: "binary" }),
);

test("any text: spans inside it, in order, and what they hold is found again alone", () => {
  assert(
    property(array(piece, { maxLength: 40 }), (pieces) => {
      const text = pieces.join("");
      const { messages } = readMessages(catalog, text);
      messages.forEach(({ id, args, span }, i) => {
        expect(span.start).toBeGreaterThanOrEqual(messages[i - 1]?.span.start ?? 0);
        expect(span.end).toBeGreaterThan(span.start);
        expect(span.end).toBeLessThanOrEqual(text.length);
        // At the end of a line punctuation alone is no value any more.
        const isWhole = Object.values(args).every((value) => /\w/.test(value));
        const again = read(text.slice(span.start, span.end)).map((message) => message.id);
        expect(isWhole ? again : [id]).toContain(id);
      });
    }),
    { numRuns: 300 },
  );
});
