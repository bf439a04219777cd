// Finds known messages in any text, whatever stands in front of them on their lines. Time is linear in the text.
import type { Issue } from "#base/result.ts";
import { compareVersions, version } from "#base/version.ts";
import { isFindable } from "#catalog/log-wording.ts";
import type { Catalog } from "#catalog/open.ts";
import type { LogMessage, PrintedBy } from "#engine/explain/config.ts";
import { openTemplate, type Matched, type Template } from "./log-template.ts";

/** Characters of a line that are looked at: longer ones are command lines and dumps. */
const HEAD = 8000;

/** Messages that are kept of one text. */
const MOST = 5000;

interface Range {
  readonly since?: string | undefined;
  readonly until?: string | undefined;
  /** Whether this release prints `warning: ` in front; undefined where that tells nothing. */
  readonly isPrefixed?: boolean;
}

interface Wording extends Template {
  readonly id: string;
  readonly by: PrintedBy["project"];
  readonly ranges: readonly Range[];
}

interface Matcher {
  /** Finds a fixed stretch of any wording. */
  readonly anchors: RegExp;
  readonly wordings: readonly Wording[];
}

const matchers = new WeakMap<Catalog, Matcher>();

/** The matcher of a catalogue; made once. */
function matcherOf(catalog: Catalog): Matcher {
  const found = matchers.get(catalog);
  if (found) return found;
  const wordings = wordingsOf(catalog);
  const anchors = [...new Set(wordings.map(({ anchor }) => anchor))].map((text) =>
    text.replaceAll(/[\\^$.*+?()[\]{}|]/g, "\\$&"),
  );
  const made = { anchors: new RegExp(anchors.join("|"), "g"), wordings };
  matchers.set(catalog, made);
  return made;
}

function wordingsOf(catalog: Catalog): readonly Wording[] {
  const wordings = new Map<string, { id: string; by: PrintedBy["project"]; text: string; ranges: Range[] }>();
  const add = (id: string, by: PrintedBy["project"], text: string, range: Range): void => {
    if (!isFindable(text)) return;
    const key = `${id} ${text}`;
    const known = wordings.get(key) ?? { id, by, text, ranges: [] };
    known.ranges.push(range);
    wordings.set(key, known);
  };
  for (const { id, text, since, until, severity, bare } of catalog.qemu.messages) {
    add(id, "qemu", text, { since, until, ...(severity === "warning" ? { isPrefixed: bare !== true } : {}) });
  }
  for (const { id, by, wordings: texts } of catalog.log.messages) {
    for (const { text, since, until } of texts ?? []) add(id, by, text, { since, until });
  }
  return [...wordings.values()].map(({ id, by, text, ranges }) => ({ ...openTemplate(text), id, by, ranges }));
}

/** The known messages of a text, in its order; one inside another comes behind it. Never throws. */
export function readMessages(
  catalog: Catalog,
  text: string,
): { readonly messages: readonly LogMessage[]; readonly issues: readonly Issue[] } {
  const { anchors, wordings } = matcherOf(catalog);
  const messages: LogMessage[] = [];
  let floor = 0;
  anchors.lastIndex = 0;
  for (let hit = anchors.exec(text); hit; hit = anchors.exec(text)) {
    const start = lineStart(text, floor, hit.index);
    const end = lineEnd(text, hit.index + hit[0].length);
    anchors.lastIndex = end;
    floor = end;
    if (hit.index - start > HEAD) continue;
    for (const message of readLine(wordings, text.slice(start, Math.min(end, start + HEAD)))) {
      const span = { start: start + message.span.start, end: start + message.span.end };
      messages.push({ ...message, span });
    }
    if (messages.length > MOST) return { messages: messages.slice(0, MOST), issues: [tooMany(end)] };
  }
  return { messages, issues: [] };
}

const tooMany = (offset: number): Issue => ({
  rule: "too-many-messages",
  message: `Only the first ${MOST} messages are explained.`,
  offset,
  length: 0,
});

/** Logs inside JSON and inside messages of other programs write a line end as `\n`. */
function lineStart(text: string, floor: number, at: number): number {
  const front = text.slice(floor, at);
  const line = front.lastIndexOf("\n") + 1;
  const escaped = front.lastIndexOf("\\n");
  return floor + Math.max(line, escaped < 0 ? 0 : escaped + 2);
}

function lineEnd(text: string, at: number): number {
  const near = /\n|\\n/.exec(text.slice(at, at + HEAD));
  if (near) return at + near.index;
  const far = text.indexOf("\n", at + HEAD);
  return far < 0 ? text.length : far;
}

interface Candidate {
  readonly wording: Wording;
  readonly found: Matched;
}

function readLine(wordings: readonly Wording[], line: string): readonly LogMessage[] {
  const candidates = wordings
    .filter(({ anchor }) => line.includes(anchor))
    .flatMap((wording) => allOf(wording, line))
    .toSorted((a, b) => b.wording.weight - a.wording.weight || a.found.start - b.found.start);
  const kept: Candidate[] = [];
  for (const candidate of candidates) if (kept.every((other) => agrees(candidate, other))) kept.push(candidate);
  return kept
    .toSorted((a, b) => a.found.start - b.found.start || b.found.end - a.found.end)
    .map(({ wording, found }) => messageOf(wording, found, line));
}

function allOf(wording: Wording, line: string): Candidate[] {
  const all: Candidate[] = [];
  for (let found = wording.match(line, 0); found; found = wording.match(line, found.end)) all.push({ wording, found });
  return all;
}

/** Two messages stand side by side, or one in what the other quotes. */
function agrees({ found }: Candidate, { found: other }: Candidate): boolean {
  const isApart = found.end <= other.start || found.start >= other.end;
  return isApart || isInside(found, other) || isInside(other, found);
}

const isInside = (inner: Matched, { rest }: Matched): boolean =>
  rest !== undefined && inner.start >= rest.start && inner.end <= rest.end;

function messageOf({ id, by, ranges }: Wording, { args, start, end }: Matched, line: string): LogMessage {
  const printed = printedBy(by, ranges, line.slice(0, start));
  return { id, args, span: { start, end }, ...(printed ? { printedBy: printed } : {}) };
}

/** The releases that print such a line: all that have the wording, less those that would have begun it otherwise. */
function printedBy(project: PrintedBy["project"], ranges: readonly Range[], front: string): PrintedBy | undefined {
  const isPrefixed = front.endsWith("warning: ") ? true : /(?:^|[\s/])qemu[\w-]*: $/.test(front) ? false : undefined;
  const fitting = ranges.filter((range) => isPrefixed === undefined || (range.isPrefixed ?? isPrefixed) === isPrefixed);
  const all = fitting.length > 0 ? fitting : ranges;
  const since = all.every((range) => range.since !== undefined)
    ? outermost(
        all.map((row) => row.since),
        1,
      )
    : undefined;
  const until = all.every((range) => range.until !== undefined)
    ? outermost(
        all.map((row) => row.until),
        -1,
      )
    : undefined;
  if (since === undefined && until === undefined) return undefined;
  return { project, ...(since === undefined ? {} : { since }), ...(until === undefined ? {} : { until }) };
}

const outermost = (versions: readonly (string | undefined)[], sign: 1 | -1): string | undefined =>
  versions.flatMap((text) => text ?? []).toSorted((a, b) => sign * compareVersions(version(a), version(b)))[0];
