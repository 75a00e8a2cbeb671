import type { Terminal } from './terminal.js';

/** What a command does that is not run: prints its usage for `help`, otherwise warns of what is wrong. Gives the exit code. */
export function refuse(why: string, usage: string, terminal: Terminal): number {
  if (why === 'help') {
    terminal.print(usage);
    return 0;
  }
  terminal.warn(`${why}\n\n${usage}`);
  return 2;
}
