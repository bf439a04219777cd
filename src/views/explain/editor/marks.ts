// What the editor marks: tokens by what becomes of them, findings by severity. Worked out for the lines in sight only.
import { ChangeSet, RangeSet, StateEffect, StateField, type ChangeDesc, type Range } from "@codemirror/state";
import {
  Decoration,
  GutterMarker,
  ViewPlugin,
  gutter,
  type DecorationSet,
  type EditorView,
  type ViewUpdate,
} from "@codemirror/view";
import type { Span } from "#base/text-edit.ts";
import type { TokenLook } from "#engine/explain/token.ts";
import type { Severity } from "#engine/resolved.ts";
import type { TokenPlace } from "#state/explain.ts";

export interface MarkedToken extends Span {
  readonly place: TokenPlace;
  /** Asked when the token comes into sight. */
  readonly look: () => TokenLook;
}

export interface MarkedFinding extends Span {
  readonly severity: Severity;
  readonly message: string;
}

/** Places in the text that was explained, in its order. */
export interface Marks {
  readonly tokens: readonly MarkedToken[];
  readonly findings: readonly MarkedFinding[];
  /** Stretches that are of the subject and have no token. */
  readonly messages: readonly Span[];
}

interface Marked extends Marks {
  /** What was changed in the text since. */
  readonly since: ChangeDesc;
}

export const setMarks = StateEffect.define<Marks>();

const NONE: Marks = { tokens: [], findings: [], messages: [] };

const unchanged = (length: number): ChangeDesc => ChangeSet.empty(length).desc;

const marked = StateField.define<Marked>({
  create: ({ doc }) => ({ ...NONE, since: unchanged(doc.length) }),
  update: (value, transaction) => {
    const given = transaction.effects.findLast((effect) => effect.is(setMarks));
    if (given) return { ...given.value, since: unchanged(transaction.newDoc.length) };
    return transaction.docChanged ? { ...value, since: value.since.composeDesc(transaction.changes.desc) } : value;
  },
});

/** Where a span stands now; undefined where nothing of it is left. */
function now(since: ChangeDesc, { start, end }: Span): { readonly from: number; readonly to: number } | undefined {
  if (end > since.length) return undefined;
  const from = since.mapPos(start, 1);
  const to = since.mapPos(end, -1);
  return from < to ? { from, to } : undefined;
}

/** Index of the first token that does not end before an offset. Tokens stand one behind the other. */
function firstBehind(tokens: readonly MarkedToken[], offset: number): number {
  let low = 0;
  let high = tokens.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((tokens[middle]?.end ?? 0) < offset) low = middle + 1;
    else high = middle;
  }
  return low;
}

interface Placed<T> {
  readonly from: number;
  readonly to: number;
  readonly what: T;
}

/** The tokens that touch a stretch of the text as it is now. */
function tokensIn({ tokens, since }: Marked, from: number, to: number): readonly Placed<MarkedToken>[] {
  const before = since.invertedDesc;
  const [start, end] = [before.mapPos(from, -1), before.mapPos(to, 1)];
  const found: Placed<MarkedToken>[] = [];
  for (let at = firstBehind(tokens, start); at < tokens.length; at += 1) {
    const what = tokens[at];
    if (what === undefined || what.start > end) break;
    const place = now(since, what);
    if (place) found.push({ ...place, what });
  }
  return found;
}

/** The token at a place of the text as it is now. */
export function tokenNear(view: EditorView, offset: number): TokenPlace | undefined {
  const found = tokensIn(view.state.field(marked), offset, offset);
  return (found.find(({ from, to }) => from <= offset && offset < to) ?? found[0])?.what.place;
}

function placesNow<T extends Span>({ since }: Marked, spans: readonly T[]): readonly Placed<T>[] {
  return spans.flatMap((what) => {
    const place = now(since, what);
    return place ? [{ ...place, what }] : [];
  });
}

const placesIn = <T extends Span>(field: Marked, spans: readonly T[], from: number, to: number): readonly Placed<T>[] =>
  placesNow(field, spans).filter((place) => place.to > from && place.from < to);

const findingsNow = (field: Marked): readonly Placed<MarkedFinding>[] => placesNow(field, field.findings);

/** The finding behind or before an offset, round and round. */
export function nextFinding(view: EditorView, offset: number, step: 1 | -1): Placed<MarkedFinding> | undefined {
  const places = findingsNow(view.state.field(marked)).toSorted((a, b) => a.from - b.from);
  return step > 0
    ? (places.find(({ from }) => from > offset) ?? places[0])
    : (places.findLast(({ from }) => from < offset) ?? places.at(-1));
}

const LOOKS: Readonly<Record<TokenLook, Decoration>> = {
  plain: Decoration.mark({ class: "fb-token" }),
  on: Decoration.mark({ class: "fb-token fb-on" }),
  off: Decoration.mark({ class: "fb-token fb-off" }),
  lost: Decoration.mark({ class: "fb-token fb-lost" }),
  fatal: Decoration.mark({ class: "fb-token fb-fatal" }),
  unknown: Decoration.mark({ class: "fb-token fb-unknown" }),
  unread: Decoration.mark({ class: "fb-token fb-unread" }),
};

const SEVERITIES: Readonly<Record<Severity, Decoration>> = {
  error: Decoration.mark({ class: "fb-error" }),
  warning: Decoration.mark({ class: "fb-warning" }),
  info: Decoration.mark({ class: "fb-info" }),
};

/** The words around a token, which are of its subject too. */
const NEAR = Decoration.mark({ class: "fb-near" });
const CURRENT = Decoration.mark({ class: "fb-current" });

/** How far a word is followed. */
const LONGEST_WORD = 400;

/** The word that a token stands in, with an option's name in front of it. */
function around(view: EditorView, { from, to }: Placed<MarkedToken>): Range<Decoration> {
  const { doc } = view.state;
  const before = doc.sliceString(Math.max(0, from - LONGEST_WORD), from);
  const after = doc.sliceString(to, Math.min(doc.length, to + LONGEST_WORD));
  const start = from - (/(?:(?:^|\s)-[\w-]+\s+)?\S*$/.exec(before)?.[0].trimStart().length ?? 0);
  return NEAR.range(start, to + (/^\S*/.exec(after)?.[0].length ?? 0));
}

function decorate(view: EditorView): DecorationSet {
  const field = view.state.field(marked);
  const ranges = view.visibleRanges.flatMap(({ from, to }) => [
    ...tokenRanges(view, tokensIn(field, from, to)),
    ...placesIn(field, field.messages, from, to).map((place) => NEAR.range(place.from, place.to)),
    ...placesIn(field, field.findings, from, to).map((place) =>
      SEVERITIES[place.what.severity].range(place.from, place.to),
    ),
  ]);
  return Decoration.set(ranges, true);
}

/** Tokens with their looks and the words around them; the one that the cursor is in. */
function tokenRanges(view: EditorView, tokens: readonly Placed<MarkedToken>[]): readonly Range<Decoration>[] {
  const { head } = view.state.selection.main;
  let covered = -1;
  return tokens.flatMap((token) => {
    const { from, to, what } = token;
    const ranges = [LOOKS[what.look()].range(from, to)];
    if (from >= covered) {
      const near = around(view, token);
      ranges.push(near);
      covered = near.to;
    }
    if (from <= head && head <= to) ranges.push(CURRENT.range(from, to));
    return ranges;
  });
}

const decorations = ViewPlugin.fromClass(
  class {
    decorations: DecorationSet;
    constructor(view: EditorView) {
      this.decorations = decorate(view);
    }
    update({ view, docChanged, viewportChanged, selectionSet, transactions }: ViewUpdate): void {
      const hasNew = transactions.some(({ effects }) => effects.some((effect) => effect.is(setMarks)));
      if (docChanged || viewportChanged || selectionSet || hasNew) this.decorations = decorate(view);
    }
  },
  { decorations: (plugin) => plugin.decorations },
);

const GLYPHS: Readonly<Record<Severity, string>> = { error: "✕", warning: "▲", info: "i" };

class SeverityMarker extends GutterMarker {
  readonly severity: Severity;
  constructor(severity: Severity) {
    super();
    this.severity = severity;
    this.elementClass = `fb-gutter-${severity}`;
  }
  override eq(other: GutterMarker): boolean {
    return other instanceof SeverityMarker && other.severity === this.severity;
  }
  override toDOM(): Node {
    return document.createTextNode(GLYPHS[this.severity]);
  }
}

const MARKERS: Readonly<Record<Severity, SeverityMarker>> = {
  error: new SeverityMarker("error"),
  warning: new SeverityMarker("warning"),
  info: new SeverityMarker("info"),
};

const RANK: Readonly<Record<Severity, number>> = { error: 0, warning: 1, info: 2 };

/** One glyph a line: that of its worst finding. */
const severities = gutter({
  class: "fb-severities",
  markers: (view) => {
    const worst = new Map<number, Severity>();
    for (const { from, what } of findingsNow(view.state.field(marked))) {
      if (from < view.viewport.from || from > view.viewport.to) continue;
      const line = view.state.doc.lineAt(from).from;
      const known = worst.get(line);
      if (known === undefined || RANK[what.severity] < RANK[known]) worst.set(line, what.severity);
    }
    return RangeSet.of(
      [...worst].map(([line, severity]) => MARKERS[severity].range(line)),
      true,
    );
  },
  initialSpacer: () => MARKERS.error,
});

export const marks = [marked, decorations, severities];
