import type { Cluster } from '@understudy/client';
import type { Polled } from '../api/poll.js';

/**
 * The cluster, with those workers unreachable that the feed has told of since it was asked for: the feed knows at once, an answer takes as
 * long as the slowest worker. An answer that was asked for later is the better one.
 */
export function markSilent(
  polled: Polled<Cluster>,
  awaySinceMs: (source: string) => number | undefined,
): Polled<Cluster> {
  const { answer, askedAtMs = 0 } = polled;
  if (answer === undefined) return polled;
  const workers = answer.workers.map((worker) => {
    if ((awaySinceMs(`worker ${worker.id}`) ?? 0) <= askedAtMs) return worker;
    const { id, url, pid, zone, capacity, warmth, generators } = worker;
    return { id, url, pid, zone, capacity, warmth, generators, state: 'unreachable' as const };
  });
  return { ...polled, answer: { ...answer, workers } };
}
