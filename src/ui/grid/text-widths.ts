// How wide a text will be, by the fonts that the style sheet uses.
import type { TextWidths } from "./metrics.ts";

/** Measures texts in the fonts of an element. Sizes are those of pooled-grid.module.css. */
export function textWidths(element: Element): TextWidths {
  const style = getComputedStyle(element);
  const rem = Number.parseFloat(getComputedStyle(document.documentElement).fontSize) || 16;
  const context = document.createElement("canvas").getContext("2d");
  const mono = style.getPropertyValue("--mono").trim() || "monospace";
  const sans = style.getPropertyValue("--sans").trim() || "sans-serif";
  const known = new Map<string, number>();
  const measure = (weight: number, size: number, family: string) => {
    const font = `${weight} ${size * rem}px ${family}`;
    return (text: string): number => {
      const key = `${font}|${text}`;
      const found = known.get(key);
      if (found !== undefined || context === null) return found ?? text.length * size * rem * 0.6;
      context.font = font;
      const { width } = context.measureText(text);
      known.set(key, width);
      return width;
    };
  };
  const title = measure(600, 0.66, sans);
  return {
    rowLabel: measure(400, 0.76, mono),
    columnLabel: measure(600, 0.72, sans),
    note: measure(400, 0.65, sans),
    // Capitals, spaced by 0.06em, with room for the sign that opens the group.
    title: (text) => (text === "" ? 0 : title(text.toUpperCase()) + text.length * 0.04 * rem + 26),
  };
}
