import { readdir, readFile } from 'node:fs/promises';

/** How long what was killed may be seen. */
const goneWithinMs = 1_000;
const lookEveryMs = 20;

/** The processes that this one started, and those that they started. Where there is no /proc, as outside Linux, none are seen. */
export async function descendants(): Promise<ReadonlySet<number>> {
  const parents = new Map<number, number>();
  for (const name of await readdir('/proc').catch(() => [])) {
    if (!/^\d+$/.test(name)) continue;
    const stat = await readFile(`/proc/${name}/stat`, 'utf8').catch(() => '');
    // The name in parentheses may have spaces and parentheses itself.
    const [state = '', parent = ''] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    if (state !== 'Z' && parent !== '') parents.set(Number(name), Number(parent));
  }
  const found = new Set<number>();
  for (const pid of parents.keys()) {
    const way = new Set<number>();
    for (let at = pid; at !== 0 && !way.has(at); at = parents.get(at) ?? 0) {
      if (at === process.pid && pid !== process.pid) found.add(pid);
      way.add(at);
    }
  }
  return found;
}

/** Resolves when none of `pids` is there any more; rejects with an Error after a second. */
export async function gone(pids: ReadonlySet<number>): Promise<void> {
  const giveUpAtMs = performance.now() + goneWithinMs;
  for (;;) {
    const left: number[] = [];
    for (const pid of pids) if (await lives(pid)) left.push(pid);
    if (left.length === 0) return;
    if (performance.now() > giveUpAtMs)
      throw new Error(`processes ${left.join(', ')} go on ${goneWithinMs} ms later`);
    await new Promise((resolve) => setTimeout(resolve, lookEveryMs));
  }
}

async function lives(pid: number): Promise<boolean> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  const state = stat.slice(stat.lastIndexOf(')') + 2)[0];
  return state !== undefined && state !== 'Z' && state !== 'X';
}
