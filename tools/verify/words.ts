// Lists of words that are easier to read as a text.

/** The words of a text, however it is laid out. */
export const words = (text: string): readonly string[] => text.split(/\s+/).filter((word) => word !== "");
