import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pnpm, root } from './prepare.mjs';

/** The registry answers in a second or two; who waits longer is behind a network that does not answer at all. */
const timeoutMs = 20_000;

/**
 * Asks the registry which dependencies have known vulnerabilities, those for building and testing too. A finding that is not excepted, and an
 * exception that is wrong or over, fail. Where the registry does not tell, nothing is known: that is said, and is no failure of this code.
 * @returns {Promise<'passed' | 'failed' | 'not done'>}
 */
export async function audit() {
  const { exceptionFaults, judgeAudit } = await import('../../packages/supply-chain/dist/index.js');
  const { exceptions } = JSON.parse(readFileSync(join(root, 'infra/audit-exceptions.json'), 'utf8'));
  const faults = exceptionFaults(exceptions, new Date().toISOString().slice(0, 10));
  const { stdout, stderr, error } = spawnSync('npx', ['-y', pnpm, 'audit', '--json'], {
    cwd: root,
    encoding: 'utf8',
    timeout: timeoutMs,
    // Much to tell is no reason to be told nothing.
    maxBuffer: 64 * 2 ** 20,
  });
  const verdict =
    error === undefined
      ? judgeAudit(stdout || stderr, exceptions)
      : { kind: 'not-done', reason: error.message };
  for (const line of faults) tell(line);
  if (verdict.kind === 'not-done') {
    tell(`NOT DONE: nobody was asked about vulnerabilities: ${verdict.reason}`);
    return faults.length > 0 ? 'failed' : 'not done';
  }
  for (const line of verdict.findings) tell(line);
  for (const line of verdict.excepted) tell(`excepted: ${line}`);
  return faults.length + verdict.findings.length > 0 ? 'failed' : 'passed';
}

function tell(line) {
  process.stdout.write(`${line}\n`);
}
