import { readdirSync } from "node:fs";
import { expect, test } from "vitest";
import { CHECKS } from "./index.ts";

test("each rule is one file, is in the list, and has its own test", () => {
  const files = readdirSync(new URL(".", import.meta.url));
  const rules = files.filter((file) => !/^(check|index)\.|\.test\.ts$/.test(file));
  expect(rules.filter((file) => !files.includes(file.replace(".ts", ".test.ts")))).toEqual([]);
  expect(CHECKS).toHaveLength(rules.length);
});
