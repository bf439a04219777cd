// Reads the JSON reports of the test runners into counts. What leaves no readable report, or ran nothing, has failed.
import { readFileSync } from "node:fs";

/**
 * @typedef {{ passed: number, failed: number, skipped: number, maySkipAll?: boolean, note?: string }} Counts
 * @typedef {{ status: string, assertionResults: readonly { status: string }[] }} VitestFile
 * @typedef {{ numPassedTests: number, numFailedTests: number, numPendingTests: number, numTodoTests: number, testResults: readonly VitestFile[] }} VitestReport
 * @typedef {{ stats: { expected: number, unexpected: number, flaky: number, skipped: number }, errors: readonly unknown[] }} PlaywrightReport
 * @typedef {{ passed: number, failed: number, skipped: number, seed: number }} StackReport
 */

/**
 * Test files that failed without a failed test (they could not be loaded) count as one failure each.
 * @param {VitestReport} report
 * @returns {Counts}
 */
export function countVitest(report) {
  const broken = report.testResults.filter(
    (file) => file.status === "failed" && !file.assertionResults.some((test) => test.status === "failed"),
  );
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + broken.length,
    skipped: report.numPendingTests + report.numTodoTests,
  };
}

/**
 * Errors outside any test (a spec that does not load, a server that does not start) count as one failure each.
 * @param {PlaywrightReport} report
 * @returns {Counts}
 */
export const countPlaywright = ({ stats, errors }) => ({
  passed: stats.expected + stats.flaky,
  failed: stats.unexpected + errors.length,
  skipped: stats.skipped,
});

/**
 * What `verify:stack --report` writes. All of it may be skipped: then each part has said why.
 * @param {StackReport} report
 * @returns {Counts}
 */
export const countStack = ({ passed, failed, skipped, seed }) => ({
  passed,
  failed,
  skipped,
  maySkipAll: true,
  note: `repeat with npm run verify:stack -- --seed ${seed}`,
});

/**
 * A runner that ended badly, or ran no test, has failed whatever its report says.
 * @param {Counts} counts
 * @param {number} exitCode
 * @returns {Counts}
 */
export function judge(counts, exitCode) {
  const empty = counts.passed + counts.failed + (counts.maySkipAll === true ? counts.skipped : 0) === 0;
  return counts.failed === 0 && (exitCode !== 0 || empty) ? { ...counts, failed: 1 } : counts;
}

/**
 * @template Report
 * @param {string} file
 * @param {(report: Report) => Counts} count
 * @param {number} exitCode
 * @returns {Counts}
 */
export function readCounts(file, count, exitCode) {
  try {
    return judge(count(JSON.parse(readFileSync(file, "utf8"))), exitCode);
  } catch (error) {
    console.error(`no readable report (${error instanceof Error ? error.message : error})`);
    return { passed: 0, failed: 1, skipped: 0 };
  }
}
