import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** The processors that this process may use (proc(5)), which are not always the first ones. */
const allowed = parseList(
  /^Cpus_allowed_list:\s*(\S+)$/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1],
);
/** One for what is measured, the others for what loads it: where the scheduler puts them would be measured with it. */
const measured = allowed.slice(-1);
const others = allowed.slice(0, -1);

/** Binds a process, with all its threads, to the processor for what is measured. Nothing happens where there is only one. */
export function pinMeasured({ pid }: { readonly pid: number }): void {
  pin(pid, measured);
}

/** Binds a process, and what it starts from now on, to the other processors. */
export function pinOther({ pid }: { readonly pid: number }): void {
  pin(pid, others);
}

function pin(pid: number, processors: readonly number[]): void {
  if (others.length === 0) return;
  execFileSync('taskset', ['--all-tasks', '--cpu-list', '--pid', processors.join(), String(pid)], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
}

/** As in `0-3,8`. */
function parseList(list = ''): number[] {
  return list.split(',').flatMap((range) => {
    const [first = 0, last = first] = range.split('-').map(Number);
    return Array.from({ length: last - first + 1 }, (_, index) => first + index);
  });
}
