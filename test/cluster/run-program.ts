import { spawn } from 'node:child_process';
import { once } from 'node:events';

export interface Ended {
  /** Null: a signal ended it. */
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** Both, as they came. */
  readonly output: string;
}

export interface RunOptions {
  readonly cwd?: string;
  /** In place of this process's environment. */
  readonly env?: NodeJS.ProcessEnv;
  /** For its standard input, which is empty otherwise. */
  readonly input?: string;
}

/** Runs a program to its end. Its output is only for people and for asserting on. Rejects where there is no such program. */
export async function runProgram(
  program: string,
  args: readonly string[],
  { input = '', ...options }: RunOptions = {},
): Promise<Ended> {
  const child = spawn(program, args, { ...options, stdio: 'pipe' });
  // One that ends without reading its input is no failure.
  child.stdin.on('error', () => {}).end(input);
  const ended = { stdout: '', stderr: '', output: '' };
  for (const name of ['stdout', 'stderr'] as const)
    child[name].setEncoding('utf8').on('data', (text: string) => {
      ended[name] += text;
      ended.output += text;
    });
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, ...ended };
}
