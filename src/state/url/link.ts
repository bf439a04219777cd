// Links are a contract: what one release writes, every later one opens. Defaults are left out, unknown keys kept and reported.
import type { Issue } from "#base/result.ts";
import { DEFAULT_SELECTION } from "../default-selection.ts";
import { DEFAULT_VIEW } from "../view.ts";
import type { LinkState } from "./field.ts";
import { FIELDS } from "./fields.ts";
import { parsePairs, printPairs, type Pair } from "./text.ts";

/** The version of the link format that this release writes. */
const VERSION = "1";

const DEFAULTS: LinkState = { selection: DEFAULT_SELECTION, view: DEFAULT_VIEW };
const DEFAULT_TEXTS = new Map(FIELDS.map((field) => [field.key, field.print(DEFAULTS)]));
const FIELD_BY_KEY = new Map(FIELDS.map((field) => [field.key, field]));

export interface ParsedLink extends LinkState {
  readonly unknownKeys: readonly Pair[];
  readonly issues: readonly Issue[];
}

/** The fragment for a state, `#` included; empty when all is as by default. */
export function printLink(state: LinkState, unknownKeys: readonly Pair[] = []): string {
  const pairs: Pair[] = [];
  for (const field of FIELDS) {
    const text = field.print(state);
    if (text !== undefined && text !== DEFAULT_TEXTS.get(field.key)) pairs.push([field.key, text]);
  }
  const all = [...pairs, ...unknownKeys];
  return all.length === 0 ? "" : `#${printPairs([["v", VERSION], ...all])}`;
}

/** Reads a fragment. Never fails: what cannot be read stays as by default and is reported with its key. */
export function parseLink(fragment: string): ParsedLink {
  const issues: Issue[] = [];
  const unknownKeys: Pair[] = [];
  const given = new Map<string, string>();
  for (const [key, value] of parsePairs(fragment)) {
    if (key === "v") issues.push(...checkVersion(value));
    else if (FIELD_BY_KEY.has(key)) given.set(key, value);
    else {
      unknownKeys.push([key, value]);
      issues.push({
        rule: "link-unknown-key",
        where: key,
        message: `The link says “${key}”, which this release does not know. It is kept.`,
      });
    }
  }
  let state = DEFAULTS;
  for (const field of FIELDS) {
    const text = given.get(field.key);
    if (text === undefined) continue;
    const next = field.parse(text, state);
    if (next) state = next;
    else issues.push(badValue(field.key, text, field.expects));
  }
  return { ...state, unknownKeys, issues };
}

const badValue = (key: string, text: string, expects: string): Issue => ({
  rule: "link-bad-value",
  where: key,
  message: `The link says ${key}=${text}, which cannot be read: expected ${expects}. The default is shown instead.`,
});

function checkVersion(value: string): Issue[] {
  if (value === VERSION) return [];
  return [
    {
      rule: "link-version",
      where: "v",
      message: `The link is of version ${value}; this page reads version ${VERSION}. Some of it may be lost.`,
    },
  ];
}
