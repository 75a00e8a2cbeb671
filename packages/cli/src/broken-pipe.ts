import type { Writable } from 'node:stream';

/** What a shell says of a program that SIGPIPE ended: 128 and its number. */
const brokenPipeCode = 141;

/** Whoever read the output has gone, as `head` does: nothing more is to be told, and nothing is wrong. Any other error is thrown. */
export function endWithReader(output: Pick<Writable, 'on'>, exit: (code: number) => void): void {
  output.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    exit(brokenPipeCode);
  });
}
