// How much of a message's wording is fixed: what fills in all of it would fit every line.

/** A wording with fewer fixed characters is not looked for. */
export const LEAST_LITERAL = 8;

const PLACE = /\{(\w+)\}/g;

/** The names of a wording's places, in order. */
export const placesOf = (wording: string): readonly string[] =>
  [...wording.matchAll(PLACE)].flatMap(([, name]) => name ?? []);

/** Whether a wording has enough fixed characters to be found by. */
export const isFindable = (wording: string): boolean => wording.replaceAll(PLACE, "").length >= LEAST_LITERAL;
