import { fileURLToPath } from 'node:url';
import { type Ended, type RunOptions, runProgram } from './run-program.js';

const program = fileURLToPath(new URL('../../packages/cli/dist/program/main.js', import.meta.url));

/** Runs a command for operators as a process of its own, as `npm run understudy` does; it knows only `env`, and where programs are. */
export function understudy(
  args: readonly string[],
  env: Readonly<Record<string, string>>,
  options: Pick<RunOptions, 'input'> = {},
): Promise<Ended> {
  return runProgram(process.execPath, [program, ...args], {
    ...options,
    env: { PATH: process.env['PATH'] ?? '', ...env },
  });
}
