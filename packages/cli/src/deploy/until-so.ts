import { setTimeout as sleep } from 'node:timers/promises';
import type { Cluster } from '@understudy/client';

const pollIntervalMs = 250;

/** Reads until it is so. @throws Error that says what is otherwise after `timeoutMs` */
export async function untilSo<Status>(
  read: () => Promise<Status>,
  { timeoutMs, stop }: { readonly timeoutMs: number; readonly stop: AbortSignal },
  isSo: (status: Status) => boolean,
  otherwise: string,
): Promise<void> {
  const giveUpAtMs = performance.now() + timeoutMs;
  while (!isSo(await read())) {
    if (performance.now() >= giveUpAtMs) throw new Error(`${otherwise} after ${timeoutMs / 1_000} s`);
    await sleep(pollIntervalMs, undefined, { signal: stop });
  }
}

/** All copies that there were when it came back are where they belong, as every active worker has seen. Of what is made since there are two anyway. */
export function hasAllCopies({ epoch, workers }: Cluster): boolean {
  return workers.every(({ state, settledEpoch }) => state === 'draining' || settledEpoch === epoch);
}
