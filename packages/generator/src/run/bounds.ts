import type { ChildProcess } from 'node:child_process';

/** What a run may take at most. */
export interface Bounds {
  /** From its start to its end, whoever waits for whom. */
  readonly runMs: number;
  /** Of each of its processes: what it can write to of its own (RLIMIT_DATA), not what it reserves. */
  readonly memoryBytes: number;
  /** On standard output. */
  readonly outputBytes: number;
}

/**
 * Sets the limit, and leaves a watcher in the program's process group that kills it when descriptor 3 closes: this process may be
 * killed without a word, and a program that writes nothing would then run for good.
 */
const script = [
  'ulimit -d "$1" || exit 126',
  'shift',
  '(read -r _ <&3; kill -KILL 0) >/dev/null 2>&1 &',
  'exec "$@" 3<&-',
].join('\n');

/** The command that runs a program within bounds, in a process group whose leader it is. */
export function boundedCommand(
  program: string,
  args: readonly string[],
  { memoryBytes }: Bounds,
): [program: string, args: readonly string[]] {
  return ['/bin/sh', ['-c', script, 'sh', String(Math.ceil(memoryBytes / 1024)), program, ...args]];
}

/** SIGKILL to a child and all that is in its process group. Does nothing when none is left. */
export function killGroup({ pid }: ChildProcess): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // It has ended already.
  }
}
