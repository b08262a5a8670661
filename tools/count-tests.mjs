// Prints "PASSED FAILED SKIPPED" from the JSON report of vitest and the exit status of the run.
//
//   node tools/count-tests.mjs REPORT STATUS
import { existsSync, readFileSync } from 'node:fs';
import process from 'node:process';

/** @typedef {{ status: string, assertionResults: { status: string }[] }} TestFile */

const [path = '', status = '1'] = process.argv.slice(2);
/** @type {TestFile[]} */
const files = existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')).testResults : [];

const statuses = files.flatMap((file) => {
  const tests = file.assertionResults.map((test) => test.status);
  // A file that fails to load, or a hook that fails, has no failed test of its own.
  return file.status === 'failed' && !tests.includes('failed') ? [...tests, 'failed'] : tests;
});
const passed = statuses.filter((test) => test === 'passed').length;
const failed = statuses.filter((test) => test === 'failed').length;

// A run can fail without a failed test: an unhandled error, no test at all, or no report.
console.log(passed, failed === 0 && status !== '0' ? 1 : failed, statuses.length - passed - failed);
