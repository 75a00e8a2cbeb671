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
process.stdout.write('\nknown vulnerabilities: pnpm audit\n');
// What reads the answer was compiled with the types.
const typed = results.some(({ name, result }) => name === 'types' && result === 'passed');
results.push({ name: 'known vulnerabilities', result: typed ? await audit() : 'failed' });
// `.ci/run` counts these lines.
const marks = { passed: 'ok    ', failed: 'FAILED', 'not done': 'NOT DONE' };
process.stdout.write(`\n${results.map(({ name, result }) => `${marks[result]} ${name}\n`).join('')}`);
process.exitCode = results.some(({ result }) => result === 'failed') ? 1 : 0;
