import { expect, it } from "vitest";
import { remembered } from "./remembered.ts";

it("asks once for each key", () => {
  const asked: number[] = [];
  const double = remembered((key: number) => {
    asked.push(key);
    return key * 2;
  });
  expect([double(2), double(0), double(2), double(0)]).toEqual([4, 0, 4, 0]);
  expect(asked).toEqual([2, 0]);
});
