// Letters typed in quick succession jump to the next head that begins with them, or else holds them.

/** Milliseconds after which a letter begins a new word. */
const PAUSE = 900;

/**
 * The index of the head that some typed text means: the next one, in a circle, that begins with it, or else holds it.
 * The head at `from` itself counts last for one letter (so that a letter typed again goes on) and first for more.
 */
export function headFor(labels: readonly string[], typed: string, from: number): number | undefined {
  const text = typed.toLowerCase();
  const isSame = text.length > 1 && [...text].every((letter) => letter === text[0]);
  const wanted = isSame && !labels.some((label) => label.toLowerCase().includes(text)) ? text.slice(0, 1) : text;
  const start = from + (wanted.length > 1 ? 0 : 1);
  const order = labels.map((_, index) => (((start + index) % labels.length) + labels.length) % labels.length);
  const find = (matches: (label: string) => boolean): number | undefined =>
    order.find((index) => matches((labels[index] ?? "").toLowerCase()));
  return find((label) => label.startsWith(wanted)) ?? find((label) => label.includes(wanted));
}

/** What has been typed so far. */
export class TypedText {
  #text = "";
  #last = -Infinity;

  /** Whether a word is being typed at a time in milliseconds. */
  isOpen(now: number): boolean {
    return this.#text !== "" && now - this.#last < PAUSE;
  }

  /** Adds a letter and returns the word so far. */
  add(letter: string, now: number): string {
    this.#text = this.isOpen(now) ? this.#text + letter : letter;
    this.#last = now;
    return this.#text;
  }

  clear(): void {
    this.#text = "";
  }
}
