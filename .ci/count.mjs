import { readFileSync } from 'node:fs';

// Prints "N passed, N failed" of the checks' log, vitest's JSON report and the status with which the tests ended.
const [checkLog, report, testStatus] = process.argv.slice(2);
const checkSteps = 4;

const log = readFileSync(checkLog, 'utf8');
const checksPassed = log.match(/^ok {5}/gm)?.length ?? 0;
// Neither: a registry that does not tell what is vulnerable. It is said in the log.
const checksNotDone = log.match(/^NOT DONE /gm)?.length ?? 0;
const tests = countTests(read(report));
const passed = checksPassed + tests.passed;
let failed = checkSteps - checksPassed - checksNotDone + tests.failed;
// An unhandled error, a run that was ended, or one that never began.
if (testStatus !== '0' && tests.failed === 0) failed += 1;

process.stdout.write(`\n${passed} passed, ${failed} failed\n`);
process.exitCode = failed === 0 ? 0 : 1;

function countTests(files) {
  if (files.length === 0) return { passed: 0, failed: 1 };
  let passed = 0;
  let failed = 0;
  for (const { status, assertionResults } of files) {
    const failedHere = assertionResults.filter((result) => result.status === 'failed').length;
    passed += assertionResults.filter((result) => result.status === 'passed').length;
    // A file that does not load, or whose set-up fails, has no failed test of its own.
    failed += status === 'failed' || assertionResults.length === 0 ? Math.max(1, failedHere) : failedHere;
  }
  return { passed, failed };
}

function read(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8')).testResults;
  } catch {
    return [];
  }
}
