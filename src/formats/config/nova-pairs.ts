// Finds Nova's properties and settings in any text: commands, tables, YAML, JSON, Terraform, nova.conf. How they stand there is all alike.
import type { Span } from "#base/text-edit.ts";
import type { NovaNames, NovaRole } from "./nova-names.ts";

export interface NovaPair extends Span {
  readonly name: string;
  readonly role: NovaRole;
  readonly value: string;
  /** The value without its quotes. */
  readonly valueSpan: Span;
  /** What stands between name and value, quotes left out. */
  readonly gap: string;
  readonly nameQuote: string;
  readonly valueQuote: string;
}

/** Roles that only nova.conf has; their value is the rest of the line. */
export const CONF_ROLES: ReadonlySet<NovaRole> = new Set(["models", "mode", "flags", "accel"]);

/** All pairs of a text in their order; comments say nothing, unless they are commands or what is to stand in nova.conf. */
export function novaPairs(names: NovaNames, text: string): readonly NovaPair[] {
  const pairs: NovaPair[] = [];
  let isConf = false;
  for (let start = 0; start < text.length;) {
    const newline = text.indexOf("\n", start);
    const end = newline < 0 ? text.length : newline;
    const line = text.slice(start, end);
    const isComment = /^[ \t]*#/.test(line);
    isConf = isComment && (isConf || /^[ \t]*#[ \t]*\[libvirt\][ \t\r]*$/.test(line));
    const isCommand = /^[ \t]*#[ \t]*(?:openstack|glance|nova)[ \t]/.test(line);
    if (!isComment || isConf || isCommand) addPairs(pairs, names, line, start);
    start = end + 1;
  }
  return pairs;
}

function addPairs(pairs: NovaPair[], names: NovaNames, line: string, start: number): void {
  for (const match of line.matchAll(names.pair)) {
    const role = names.roles.get(match.groups?.["name"] ?? "") ?? "other";
    if (!CONF_ROLES.has(role) || isFirst(line, match.index)) pairs.push(pairOf(role, line, start, match));
  }
}

/** The parts that the pattern always finds, and the value in one of three forms. */
interface Found {
  readonly name: string;
  readonly close: string;
  readonly gap: string;
  readonly double?: string;
  readonly single?: string;
  readonly bare?: string;
}

function pairOf(role: NovaRole, line: string, lineStart: number, match: RegExpExecArray): NovaPair {
  const found = match.groups as unknown as Found;
  const { name, close, gap } = found;
  const { quote: valueQuote, text } = valueOf(found);
  const from = match.index + name.length + close.length + gap.length + valueQuote.length;
  const value = CONF_ROLES.has(role) && valueQuote === "" ? restOfLine(line, from) : text;
  const isNameQuoted = close !== "" && close === line[match.index - 1];
  const valueStart = lineStart + from;
  return {
    name,
    role,
    value,
    valueSpan: { start: valueStart, end: valueStart + value.length },
    gap,
    nameQuote: isNameQuoted ? close : "",
    valueQuote,
    start: lineStart + match.index - (isNameQuoted ? 1 : 0),
    end: valueStart + value.length + valueQuote.length,
  };
}

function valueOf({ double, single, bare = "" }: Found): { readonly quote: string; readonly text: string } {
  if (double !== undefined) return { quote: '"', text: double };
  return single === undefined ? { quote: "", text: bare } : { quote: "'", text: single };
}

/** The value of a setting of nova.conf: up to a comment or the end of the line. */
const restOfLine = (line: string, from: number): string =>
  line
    .slice(from)
    .replace(/\s+[#;].*$/, "")
    .trimEnd();

/** True where a pair begins its line, as settings of nova.conf do. */
const isFirst = (line: string, at: number): boolean => at < 200 && /^[ \t]*(?:#[ \t]*)?["']?$/.test(line.slice(0, at));

export const lineStartOf = (text: string, at: number): number => (at === 0 ? 0 : text.lastIndexOf("\n", at - 1) + 1);

/** The pair that counts for a role: the last one. */
export const lastOf = (pairs: readonly NovaPair[], role: NovaRole): NovaPair | undefined =>
  pairs.findLast((pair) => pair.role === role);

/** Nova's words for yes. */
export const isYes = (value: string): boolean => /^(?:1|t|true|on|y|yes)$/i.test(value);
