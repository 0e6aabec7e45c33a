/** What a test runner's report is worth: tests passed, failed, skipped. */

/** Vitest's JSON report. A file that failed without telling of a failed test (it does not even load) counts as one. */
export function countVitest(report) {
  const broken = report.testResults.filter(
    (file) => file.status === 'failed' && !file.assertionResults.some((test) => test.status === 'failed'),
  );
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + broken.length,
    skipped: report.numPendingTests + report.numTodoTests,
  };
}

/** Playwright's JSON report. A test that passed only when tried again has failed. */
export function countPlaywright({ stats }) {
  return { passed: stats.expected, failed: stats.unexpected + stats.flaky, skipped: stats.skipped };
}

/**
 * A runner that failed although each test it told of passed (no test found, a file that does not load, an error
 * outside tests, a report cut short) counts as one failure more.
 */
export function honest(exitCode, { passed, failed, skipped }) {
  const silentFailure = failed === 0 && (exitCode !== 0 || passed === 0);
  return { passed, failed: silentFailure ? 1 : failed, skipped };
}
