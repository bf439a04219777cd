/** Joins the class names that apply; the others are left out. */
export const classList = (...names: readonly (string | false | undefined)[]): string => names.filter(Boolean).join(" ");
