import { expect, test } from "vitest";
import { DEFAULT_SELECTION } from "./default-selection.ts";
import { afterShowing, NO_SNIPPETS, shownBefore, withCopy } from "./snippet-memory.ts";

const [first, second, third] = ["one", "two", "three"].map((cpu) => ({ ...DEFAULT_SELECTION, cpu }));

test("what was in sight before stays so until another selection comes into sight", () => {
  if (!first || !second || !third) throw new Error("no selections");
  expect(shownBefore(NO_SNIPPETS, first)).toBeUndefined();
  const once = afterShowing(NO_SNIPPETS, first);
  expect(shownBefore(once, first)).toBeUndefined();
  // Asked before and after it counts as shown, and again when nothing changed in between.
  expect(shownBefore(once, second)).toBe(first);
  const twice = afterShowing(once, second);
  expect(shownBefore(twice, second)).toBe(first);
  expect(afterShowing(twice, second)).toBe(twice);
  expect(shownBefore(twice, third)).toBe(second);
});

test("each format has its own last copy", () => {
  if (!first || !second) throw new Error("no selections");
  const nova = { selection: first, target: "27.0" };
  const both = withCopy(withCopy(NO_SNIPPETS, "nova", nova), "json", { selection: second, target: "" });
  expect(both.copies["nova"]).toBe(nova);
  expect(withCopy(both, "nova", { selection: second, target: "" }).copies["nova"]?.selection).toBe(second);
});
