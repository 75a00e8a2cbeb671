import type { ChildProcess } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { setPriority } from 'node:os';

/** Who lacks CAP_SYS_ADMIN can change that of any session of the machine once in 100 ms. */
const againMs = 110;
/** For 5 s: then it goes on as an equal of others, rather than ask for as long as it lasts. */
const tries = 45;

/**
 * Lets others come before a child that was just started as the leader of a session. Where the scheduler gives each session as much as
 * another (`sched_autogroup`, sched(7)) niceness counts within a session alone, so the session is made as nice: otherwise the runs of one
 * worker give way to those of no other on the same machine. In a control group of its own, as in a container, that of the process counts.
 */
export function giveWay(child: ChildProcess, nice: number): void {
  const { pid } = child;
  if (pid === undefined) return;
  try {
    // Before it has any thread but its first: those that follow are as nice as that.
    setPriority(pid, nice);
  } catch {
    // It has ended already.
    return;
  }
  makeSessionNice(child, pid, nice, tries);
}

function makeSessionNice(child: ChildProcess, pid: number, nice: number, left: number): void {
  if (left === 0 || child.exitCode !== null || child.signalCode !== null) return;
  try {
    writeFileSync(`/proc/${pid}/autogroup`, String(nice));
  } catch (error) {
    // Anything else: it has ended, or this kernel has no such groups.
    if ((error as NodeJS.ErrnoException).code === 'EAGAIN')
      setTimeout(() => makeSessionNice(child, pid, nice, left - 1), againMs).unref();
  }
}
