// The end of a check: node utils/test-summary.mjs TESTS.json STEPS_PASSED STEPS_FAILED
//
// Only the end of a long log is kept where checks run, so the failed tests and the slowest files stand there, above the
// line "N passed, N failed, N skipped". Exits with 1 when anything failed.
import { readFileSync } from 'node:fs';
import { relative } from 'node:path';

const SLOWEST = 10;

const [path, ...steps] = process.argv.slice(2);
const [stepsPassed, stepsFailed] = steps.map(Number);
const { lines, passed, failed, skipped } = summarize(readResults(path));
console.log(lines.join('\n'));
console.log(`${stepsPassed + passed} passed, ${stepsFailed + failed} failed, ${skipped} skipped`);
process.exitCode = stepsFailed + failed > 0 ? 1 : 0;

/** What Vitest wrote, undefined where the tests ended before. */
function readResults(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}

/** The lines to print, and the counts of the tests; tests without results are one failure. */
function summarize(results) {
  if (results === undefined) {
    return { lines: ['The tests wrote no results.'], passed: 0, failed: 1, skipped: 0 };
  }
  const { testResults, numPassedTests, numFailedTests, numPendingTests, numTodoTests } = results;
  const failures = testResults.flatMap(failuresOf);
  const title = failures.length > 0 ? 'Failed tests:' : 'No test failed.';
  return {
    lines: [title, ...failures, 'Slowest test files:', ...slowest(testResults)],
    passed: numPassedTests,
    failed: numFailedTests,
    skipped: numPendingTests + numTodoTests,
  };
}

/** A line for each failed test of a file, or for the file where it could not even be read. */
function failuresOf({ name, status, message, assertionResults }) {
  const file = relative(process.cwd(), name);
  const failedTests = assertionResults.filter((test) => test.status === 'failed');
  if (failedTests.length === 0 && status === 'failed') return [`  ${file}: ${firstLine(message)}`];
  return failedTests.map(
    ({ fullName, failureMessages }) =>
      `  ${file} > ${fullName}: ${firstLine(failureMessages?.[0] ?? '')}`,
  );
}

/** The first line that says something. */
function firstLine(message) {
  return message.trim().split('\n', 1)[0];
}

/** The files that took longest, with their seconds. */
function slowest(testResults) {
  return testResults
    .map(({ name, startTime, endTime }) => ({ name, seconds: (endTime - startTime) / 1000 }))
    .sort((a, b) => b.seconds - a.seconds)
    .slice(0, SLOWEST)
    .map(({ name, seconds }) => `  ${seconds.toFixed(0).padStart(4)} s  ${relative('.', name)}`);
}
