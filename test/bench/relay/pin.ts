import { execFileSync } from 'node:child_process';
import { availableParallelism } from 'node:os';

/** One processor for what is measured, the others for what loads it: where the scheduler puts them would be measured with it. */
const measured = availableParallelism() - 1;
const others = measured === 1 ? '0' : `0-${measured - 1}`;

/** Binds a process, with all its threads, to the processor for what is measured. Nothing happens where there is only one. */
export function pinMeasured({ pid }: { readonly pid: number }): void {
  pin(pid, String(measured));
}

/** Binds a process, and what it starts from now on, to the other processors. */
export function pinOther({ pid }: { readonly pid: number }): void {
  pin(pid, others);
}

function pin(pid: number, processors: string): void {
  if (measured === 0) return;
  execFileSync('taskset', ['--all-tasks', '--cpu-list', '--pid', processors, String(pid)], {
    stdio: 'ignore',
  });
}
