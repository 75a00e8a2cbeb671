import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
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
  return { name, passed: status === 0 };
});
// `.ci/run` counts these lines.
process.stdout.write(
  `\n${results.map(({ name, passed }) => `${passed ? 'ok    ' : 'FAILED'} ${name}\n`).join('')}`,
);
process.exitCode = results.every(({ passed }) => passed) ? 0 : 1;
