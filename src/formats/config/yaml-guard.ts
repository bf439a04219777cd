// Refuses YAML that would cost more than it can say: too long, or nested so deeply that a reader takes long or runs out of stack.
// A look at the characters, before any parser: it may count brackets in texts and comments, so its bounds are wide.
import type { Issue } from "#base/result.ts";

/** Longest text, in UTF-16 units; the largest real objects are far below (etcd refuses 1.5 MB). */
const MOST_CHARACTERS = 1_000_000;
/** Deepest nesting: a virtual machine in a list in a template needs about fifteen. */
const MOST_DEPTH = 100;
/** More documents than anybody pastes. */
const MOST_DOCUMENTS = 1_000;
/** Indicators in a text, each of which costs a parser much more than a letter: a million characters of JSON have fewer. */
const MOST_INDICATORS = 200_000;
/** Anchors, aliases and tags: virtual machines need none. */
const MOST_REFERENCES = 10_000;

const refuse = (rule: string, message: string, offset: number): Issue => ({ rule, message, offset, length: 0 });

/** Why a text is not read as YAML; undefined where it may be. */
export function refuseYaml(text: string): Issue | undefined {
  if (text.length > MOST_CHARACTERS) return refuse("too-large", "More than a million characters: not read as YAML.", 0);
  return tooManyDocuments(text) ?? tooManyMarks(text) ?? tooDeep(text);
}

function tooManyDocuments(text: string): Issue | undefined {
  let count = 0;
  for (const { index } of text.matchAll(/^(?:---|\.\.\.)(?=\s|$)/gm)) {
    count += 1;
    if (count > MOST_DOCUMENTS) return refuse("too-many-documents", "More than 1,000 documents: not read.", index);
  }
  return undefined;
}

function tooManyMarks(text: string): Issue | undefined {
  let marks = 0;
  let references = 0;
  for (const { index, 0: mark } of text.matchAll(/[[\]{},"'%|>?&*!]/g)) {
    marks += 1;
    if (/[&*!]/.test(mark)) references += 1;
    if (references > MOST_REFERENCES)
      return refuse("too-many-aliases", "More than 10,000 anchors, aliases and tags: not read.", index);
    if (marks > MOST_INDICATORS)
      return refuse("too-dense", "More brackets, commas and quotes than YAML of a machine has: not read.", index);
  }
  return undefined;
}

/** Depth of flow collections by their brackets, of block collections by indentation and by the indicators on one line. */
function tooDeep(text: string): Issue | undefined {
  const indents: number[] = [];
  let brackets = 0;
  for (let start = 0; start <= text.length;) {
    const found = text.indexOf("\n", start);
    const end = found < 0 ? text.length : found;
    const { indent, isEmpty, indicators, change, highest } = measureLine(text, start, end);
    if (!isEmpty) {
      while ((indents.at(-1) ?? -1) >= indent) indents.pop();
      indents.push(indent);
    }
    if (Math.max(brackets + highest, indents.length + indicators) > MOST_DEPTH) {
      return refuse("too-deep", `Nested more than ${MOST_DEPTH} levels deep: not read.`, start);
    }
    brackets = Math.max(0, brackets + change);
    start = end + 1;
  }
  return undefined;
}

interface Line {
  readonly indent: number;
  readonly isEmpty: boolean;
  readonly indicators: number;
  /** Brackets opened less those closed, at the end and at the highest. */
  readonly change: number;
  readonly highest: number;
}

function measureLine(text: string, start: number, end: number): Line {
  let at = start;
  while (at < end && text[at] === " ") at += 1;
  let change = 0;
  let highest = 0;
  for (let place = at; place < end; place += 1) {
    change += bracketOf(text[place]);
    if (change > highest) highest = change;
  }
  return { indent: at - start, isEmpty: at === end, indicators: countIndicators(text, at, end), change, highest };
}

function bracketOf(mark: string | undefined): number {
  if (mark === "[" || mark === "{") return 1;
  return mark === "]" || mark === "}" ? -1 : 0;
}

/** How many of `- ? :` a line begins with: each opens a level. */
function countIndicators(text: string, start: number, end: number): number {
  let count = 0;
  for (let at = start; at < end; at += 1) {
    const mark = text[at] ?? "";
    if ("-?:".includes(mark)) count += 1;
    else if (mark !== " " && mark !== "\t") break;
  }
  return count;
}
