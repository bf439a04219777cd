// What belongs to the reader and not to the link. Storage may be forbidden: then a choice lasts until the page is left.

export const THEMES = ["auto", "light", "dark"] as const;
export type Theme = (typeof THEMES)[number];

export interface Prefs {
  readonly theme: Theme;
  /** Long lines of a snippet break instead of scrolling. */
  readonly wrap: boolean;
}

const KEY = "flipbit.prefs";

/** On a phone a long line is better read broken than scrolled. */
const isNarrow = (): boolean => typeof matchMedia === "function" && matchMedia("(width < 640px)").matches;
const DEFAULT: Prefs = { theme: "auto", wrap: isNarrow() };

const isTheme = (value: unknown): value is Theme => THEMES.some((theme) => theme === value);

export function readPrefs(): Prefs {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(KEY) ?? "{}");
    if (typeof stored !== "object" || stored === null) return DEFAULT;
    const theme = "theme" in stored && isTheme(stored.theme) ? stored.theme : DEFAULT.theme;
    return { theme, wrap: "wrap" in stored ? stored.wrap === true : DEFAULT.wrap };
  } catch {
    return DEFAULT;
  }
}

export function writePrefs(prefs: Prefs): void {
  try {
    localStorage.setItem(KEY, JSON.stringify(prefs));
  } catch {
    // Private windows and sandboxed frames have no storage; the choice then lasts as long as the page.
  }
}

/** Puts the theme where the style sheet reads it; `auto` leaves it to the system. */
export function applyTheme(theme: Theme): void {
  if (theme === "auto") delete document.documentElement.dataset["theme"];
  else document.documentElement.dataset["theme"] = theme;
}
