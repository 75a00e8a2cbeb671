import { readFileSync } from 'node:fs';

// Prints "N passed, N failed" of the checks' log, and of vitest's JSON reports, each with the status with which its tests ended.
const [checkLog, report, testStatus, imagesReport, imagesStatus] = process.argv.slice(2);
const checkSteps = 4;
/** Of `npm run with-node`, that Node could not be had, or of the caller, that no time was left. It is said in the log. */
const notDone = '75';

const log = readFileSync(checkLog, 'utf8');
const checksPassed = log.match(/^ok {5}/gm)?.length ?? 0;
// Neither: a registry that does not tell what is vulnerable. It is said in the log.
const checksNotDone = log.match(/^NOT DONE /gm)?.length ?? 0;
const tests = [countTests(read(report), testStatus)];
if (imagesStatus !== notDone) tests.push(countTests(read(imagesReport), imagesStatus));
const sum = (numbers) => numbers.reduce((total, each) => total + each, 0);
const passed = checksPassed + sum(tests.map((each) => each.passed));
const failed = checkSteps - checksPassed - checksNotDone + sum(tests.map((each) => each.failed));

process.stdout.write(`\n${passed} passed, ${failed} failed\n`);
process.exitCode = failed === 0 ? 0 : 1;

function countTests(files, status) {
  if (files.length === 0) return { passed: 0, failed: 1 };
  let passed = 0;
  let failed = 0;
  for (const { status: fileStatus, assertionResults } of files) {
    const failedHere = assertionResults.filter((result) => result.status === 'failed').length;
    passed += assertionResults.filter((result) => result.status === 'passed').length;
    // A file that does not load, or whose set-up fails, has no failed test of its own.
    failed += fileStatus === 'failed' || assertionResults.length === 0 ? Math.max(1, failedHere) : failedHere;
  }
  // An unhandled error, a run that was ended, or one that never began.
  return { passed, failed: failed === 0 && status !== '0' ? 1 : failed };
}

function read(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8')).testResults;
  } catch {
    return [];
  }
}
