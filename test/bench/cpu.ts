import { readFile } from 'node:fs/promises';

/** Of Linux's `/proc`, whatever the kernel's own tick is (proc(5)). */
const ticksPerSecond = 100;

/** CPU seconds that processes and their ended children have used. */
export async function cpuSeconds(processes: Iterable<{ readonly pid: number }>): Promise<number> {
  let ticks = 0;
  for (const { pid } of processes) {
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
    // The name may have spaces; after its bracket come fields 3 and on. utime, stime, cutime and cstime are 14 to 17.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    for (const field of fields.slice(11, 15)) ticks += Number(field);
  }
  return ticks / ticksPerSecond;
}
