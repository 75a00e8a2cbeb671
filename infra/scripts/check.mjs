import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { audit } from './audit.mjs';
import { install, root } from './prepare.mjs';

const steps = [
  { name: 'format and lint', program: 'biome', args: ['check', '--error-on-warnings', '.'] },
  { name: 'types', program: 'tsc', args: ['-b', '.', 'test'] },
  { name: 'unused code', program: 'knip', args: [] },
];

install();
const results = steps.map(({ name, program, args }) => {
  process.stdout.write(`\n${name}: ${[program, ...args].join(' ')}\n`);
  const { status } = spawnSync(join(root, 'node_modules/.bin', program), args, {
    cwd: root,
    stdio: 'inherit',
  });
  return { name, result: status === 0 ? 'passed' : 'failed' };
});
// `.ci/run` counts these lines. A registry that does not answer may use up the time that there is: what was done is told before.
const marks = { passed: 'ok    ', failed: 'FAILED', 'not done': 'NOT DONE' };
const tell = ({ name, result }) => process.stdout.write(`${marks[result]} ${name}\n`);
process.stdout.write('\n');
results.forEach(tell);
process.stdout.write('\nknown vulnerabilities: pnpm audit\n');
// What reads the answer was compiled with the types.
const typed = results.some(({ name, result }) => name === 'types' && result === 'passed');
results.push({ name: 'known vulnerabilities', result: typed ? await audit() : 'failed' });
results.slice(-1).forEach(tell);
process.exitCode = results.some(({ result }) => result === 'failed') ? 1 : 0;
