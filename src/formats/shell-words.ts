// Cuts a shell command line into words and remembers where each began, so that an issue can point at its place in the text.
// What a quoted piece means is decided by `shlex`; each piece goes there alone, since it unescapes a mixed word twice.
import { split } from "shlex";
import { fail, ok, type Issue, type Result } from "#base/result.ts";

export interface ShellWord {
  readonly text: string;
  /** Where the word begins in the text, in UTF-16 units; absent when the input was not text. */
  readonly offset?: number;
  readonly length?: number;
}

/** White space, and line ends that a backslash takes away. */
const SPACE = /(?:\s+|\\\r?\n)+/y;
const COMMENT = /#[^\n]*/y;
/** One piece of a word: '…', "…", $'…' or a run without quotes. Nothing in it can match in two ways: a quote without a partner fails at once. */
const PIECE = /'[^']*'|\$?"[^"\\]*(?:\\[^][^"\\]*)*"|\$'[^'\\]*(?:\\[^][^'\\]*)*'|(?:\\[^]|[^\s'"\\$]+|\$(?!['"]))+/y;

/** Matches a sticky pattern at an offset; the text it took, or "". */
function take(pattern: RegExp, text: string, at: number): string {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0] ?? "";
}

/** Splits like a POSIX shell, without expanding anything; comment lines and line continuations are skipped. */
export function splitShell(text: string): Result<readonly ShellWord[]> {
  const words: ShellWord[] = [];
  let at = 0;
  while (at < text.length) {
    const skipped = take(SPACE, text, at) || take(COMMENT, text, at);
    if (skipped !== "") {
      at += skipped.length;
      continue;
    }
    const start = at;
    let word = "";
    for (let piece = take(PIECE, text, at); piece !== ""; piece = take(PIECE, text, at)) {
      word += split(piece)[0] ?? "";
      at += piece.length;
    }
    if (at < text.length && take(SPACE, text, at) === "") return fail(unfinished(text, at));
    words.push({ text: word, offset: start, length: at - start });
  }
  return ok(words);
}

function unfinished(text: string, offset: number): Issue {
  const what = text[offset] === "\\" ? "backslash at the end" : `quote ${text[offset] === "$" ? "$'" : text[offset]}`;
  return {
    rule: "unfinished-quote",
    message: `The command line ends inside a word: the ${what} has no partner.`,
    offset,
    length: 1,
  };
}
