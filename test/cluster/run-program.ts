import { spawn } from 'node:child_process';
import { once } from 'node:events';

export interface Ended {
  /** Null: a signal ended it. */
  readonly code: number | null;
  /** All that it wrote to its standard output and error. */
  readonly output: string;
}

/** Runs a program to its end; `signal` kills it. Its output is only for people and for asserting on. */
export async function runProgram(
  program: string,
  args: readonly string[],
  options: { readonly cwd?: string; readonly signal?: AbortSignal } = {},
): Promise<Ended> {
  const child = spawn(program, args, {
    ...options,
    killSignal: 'SIGKILL',
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  // Aborted: it ends by the signal, and has no code.
  child.on('error', () => {});
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, output };
}
