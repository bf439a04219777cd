// The time axis of a feature's way through the layers: whole years, few enough to be read.

const yearOf = (day: string): number => Number(day.slice(0, 4));

/** Years from before the first to after the last day, about five of them; none without days. */
export function ticks(days: readonly string[]): readonly number[] {
  const years = days.map(yearOf);
  if (years.length === 0) return [];
  const first = Math.min(...years);
  const last = Math.max(...years) + 1;
  const step = Math.max(1, Math.ceil((last - first) / 5));
  const count = Math.ceil((last - first) / step);
  return Array.from({ length: count + 1 }, (_, index) => first + index * step);
}

/** Where a day (or a year) stands between the first and the last tick, in percent. */
export function yearShare(years: readonly number[], day: string): number {
  const first = years[0] ?? 0;
  const last = years.at(-1) ?? first + 1;
  const [year = 0, month = 1, date = 1] = day.split("-").map(Number);
  const at = year + (month - 1) / 12 + (date - 1) / 365;
  return (100 * (at - first)) / Math.max(1, last - first);
}
