import { readFile } from 'node:fs/promises';

/** Of Linux's `/proc`, whatever the kernel's own tick is (proc(5)). */
const ticksPerSecond = 100;

/** CPU seconds that processes and their ended children have used. */
export async function cpuSeconds(processes: Iterable<{ readonly pid: number }>): Promise<number> {
  let seconds = 0;
  for (const { pid } of processes) {
    const { own, children } = await timesOf(pid);
    seconds += own + children;
  }
  return seconds;
}

/** CPU seconds that the ended children of this process have used. */
export async function childrenCpuSeconds(): Promise<number> {
  return (await timesOf(process.pid)).children;
}

async function timesOf(pid: number): Promise<{ own: number; children: number }> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
  // The name may have spaces; behind its bracket come fields 3 and on. utime, stime, cutime and cstime are 14 to 17.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const [utime, stime, cutime, cstime] = fields.slice(11, 15).map(Number) as [number, number, number, number];
  return { own: (utime + stime) / ticksPerSecond, children: (cutime + cstime) / ticksPerSecond };
}
