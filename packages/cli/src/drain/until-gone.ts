import { setTimeout as sleep } from 'node:timers/promises';
import type { AdminClient, Member } from '@understudy/client';
import { readClusterStatus } from '../admin/cluster-status.js';

const pollIntervalMs = 250;

/**
 * Waits until this process of a draining worker is no member any more, for `timeoutMs` at most. Whether it has gone.
 * `onLook` is told of each look at it.
 * @throws Error when somebody activates it meanwhile
 */
export async function untilGone(
  admin: AdminClient,
  { id, pid }: Pick<Member, 'id' | 'pid'>,
  {
    timeoutMs,
    stop,
    onLook = () => {},
  }: {
    readonly timeoutMs: number;
    readonly stop: AbortSignal;
    readonly onLook?: (worker: Member) => void;
  },
): Promise<boolean> {
  const giveUpAtMs = performance.now() + timeoutMs;
  // The console learns of it a moment later.
  let wasSeen = false;
  for (;;) {
    const { workers } = await readClusterStatus(admin);
    const shown = workers.find((each) => each.id === id && each.pid === pid);
    if (shown === undefined) return true;
    if (shown.state === 'active' && wasSeen) throw new Error(`${id} is active again: somebody has undone it`);
    wasSeen ||= shown.state === 'draining';
    onLook(shown);
    if (performance.now() >= giveUpAtMs) return false;
    await sleep(pollIntervalMs, undefined, { signal: stop });
  }
}
