import { describe, expect, test, vi } from "vitest";
import { countPlaywright, countStack, countVitest, judge, readCounts } from "./reports.mjs";

const vitest = { numPassedTests: 3, numFailedTests: 0, numPendingTests: 1, numTodoTests: 0, testResults: [] };

describe("countVitest", () => {
  test("takes the counts of the report", () => {
    expect(countVitest({ ...vitest, numFailedTests: 2 })).toEqual({ passed: 3, failed: 2, skipped: 1 });
  });

  test("counts a file that could not be loaded as one failure, and a file with failed tests not again", () => {
    const testResults = [
      { status: "failed", assertionResults: [] },
      { status: "failed", assertionResults: [{ status: "failed" }] },
      { status: "passed", assertionResults: [{ status: "passed" }] },
    ];
    expect(countVitest({ ...vitest, numFailedTests: 1, testResults }).failed).toBe(2);
  });
});

test("countPlaywright counts errors outside any test as failures", () => {
  const report = { stats: { expected: 4, unexpected: 1, flaky: 1, skipped: 2 }, errors: [{}] };
  expect(countPlaywright(report)).toEqual({ passed: 5, failed: 2, skipped: 2 });
});

test("countStack may have skipped everything, and tells how to repeat the run", () => {
  const skipped = countStack({ passed: 0, failed: 0, skipped: 4, seed: 12 });
  expect(skipped.note).toContain("--seed 12");
  expect(judge(skipped, 0).failed).toBe(0);
  expect(judge(countStack({ passed: 0, failed: 0, skipped: 0, seed: 12 }), 0).failed).toBe(1);
  expect(judge(skipped, 1).failed).toBe(1);
});

describe("judge", () => {
  test.each([
    ["a good run", { passed: 2, failed: 0, skipped: 0 }, 0, 0],
    ["a bad exit without a failed test", { passed: 2, failed: 0, skipped: 0 }, 1, 1],
    ["a run of no test", { passed: 0, failed: 0, skipped: 5 }, 0, 1],
    ["failures, counted once", { passed: 2, failed: 3, skipped: 0 }, 1, 3],
  ])("%s", (_name, counts, exitCode, failed) => {
    expect(judge(counts, exitCode).failed).toBe(failed);
  });
});

test("a runner without a report has failed", () => {
  const said = vi.spyOn(console, "error").mockImplementation(() => {});
  expect(readCounts("no/such/report.json", countVitest, 0)).toEqual({ passed: 0, failed: 1, skipped: 0 });
  expect(said).toHaveBeenCalledOnce();
});
