// The design system's colours as numbers that a canvas can mix, read from the page so that the theme holds here too.

export type Rgb = readonly [red: number, green: number, blue: number];

const TOKENS = [
  "panel",
  "line",
  "line-strong",
  "text",
  "muted",
  "accent",
  "on",
  "on-bg",
  "opt",
  "opt-bg",
  "faint",
  "unk",
  "unk-bg",
] as const;

export type Colours = Readonly<Record<(typeof TOKENS)[number], Rgb>>;

/** Reads the tokens as they are now, with the help of a place in the page. */
export function readColours(place: HTMLElement): Colours {
  // New elements each time: on one that changes its colour a transition would show the one before.
  const probes = TOKENS.map((token) => {
    const probe = document.createElement("i");
    probe.style.color = `var(--${token})`;
    return probe;
  });
  place.append(...probes);
  const read = probes.map((probe, index) => [TOKENS[index], parseRgb(getComputedStyle(probe).color)] as const);
  for (const probe of probes) probe.remove();
  return Object.fromEntries(read) as unknown as Colours;
}

function parseRgb(text: string): Rgb {
  const [red = 0, green = 0, blue = 0] = (text.match(/[\d.]+/g) ?? []).map(Number);
  return [red, green, blue];
}

/** So much of one colour, the rest of the other. */
export const mix = (a: Rgb, b: Rgb, share: number): Rgb => [
  Math.round(a[0] * share + b[0] * (1 - share)),
  Math.round(a[1] * share + b[1] * (1 - share)),
  Math.round(a[2] * share + b[2] * (1 - share)),
];

/** Of two inks the one that is easier to read on a colour. */
export function inkOn(ground: Rgb, one: Rgb, other: Rgb): Rgb {
  const contrast = (ink: Rgb): number => {
    const [a, b] = [luminance(ink), luminance(ground)];
    return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
  };
  return contrast(one) >= contrast(other) ? one : other;
}

/** Relative luminance as WCAG defines it. */
function luminance(colour: Rgb): number {
  const [red, green, blue] = colour.map((part) => {
    const share = part / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

export const css = ([red, green, blue]: Rgb): string => `rgb(${red} ${green} ${blue})`;

/**
 * Calls back when the reader or the system has changed the theme; returns what ends it. It waits for the second frame
 * after: until then elements may still have the colours that a transition, however short, starts from.
 */
export function watchTheme(changed: () => void): () => void {
  const dark = matchMedia("(prefers-color-scheme: dark)");
  let frame = 0;
  const later = (): void => {
    cancelAnimationFrame(frame);
    frame = requestAnimationFrame(() => {
      frame = requestAnimationFrame(changed);
    });
  };
  const observer = new MutationObserver(later);
  observer.observe(document.documentElement, { attributeFilter: ["data-theme"] });
  dark.addEventListener("change", later);
  return () => {
    cancelAnimationFrame(frame);
    observer.disconnect();
    dark.removeEventListener("change", later);
  };
}
