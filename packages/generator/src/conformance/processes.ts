import { readdir, readFile } from 'node:fs/promises';

/** How long what was killed may be seen. */
const goneWithinMs = 1_000;
const lookEveryMs = 20;

/** The processes that this one started, and those that they started. Where there is no /proc, as outside Linux, none are seen. */
export async function descendants(): Promise<ReadonlySet<number>> {
  const pids = (await readdir('/proc').catch(() => [])).filter((name) => /^\d+$/.test(name)).map(Number);
  const stats = await Promise.all(pids.map(async (pid) => ({ pid, ...(await statOf(pid)) })));
  const parents = new Map(
    stats.flatMap(({ pid, state, parent }) => (isGone(state) ? [] : [[pid, parent] as const])),
  );
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
  return !isGone((await statOf(pid)).state);
}

/** Its state and its parent, as proc(5) has them. */
async function statOf(pid: number): Promise<{ readonly state: string; readonly parent: number }> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  // The name in parentheses may have spaces and parentheses itself.
  const [state = '', parent = ''] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return { state, parent: Number(parent) };
}

/** A zombie has ended; only its parent has not asked how. */
const isGone = (state: string) => state === '' || state === 'Z' || state === 'X';
