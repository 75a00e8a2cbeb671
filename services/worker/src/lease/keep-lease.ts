import { isUnderstudyError, UnderstudyError } from '@understudy/errors';
import type { GenerationLease, LeaseOptions } from './generation-lease.js';
import { type Moment, momentNow, msSince } from './moment.js';

/** Asking may take longer than a short lease lasts; then it is asked again, this often. */
const confirmations = 3;

/**
 * Keeps a lease that was asked for at `askedAt`: renews it at half of its time until it is released or lost. A process that was
 * stopped, or whose machine was suspended, sees by its clocks that its lease is old before any timer has run.
 */
export function keepLease(
  { store, owner, ttlMs, goOnWithoutStore }: LeaseOptions,
  key: string,
  token: number,
  askedAt: Moment,
): GenerationLease {
  const lost = new AbortController();
  /** When the question was sent that the store last answered with yes: from then on it lasts `ttlMs`. */
  let confirmedAt = askedAt;
  let stopped = false;

  const isFresh = () => msSince(confirmedAt) < ttlMs;
  const stop = () => {
    stopped = true;
    clearInterval(timer);
  };
  const lose = (why: string) => {
    if (stopped) return;
    stop();
    lost.abort(new UnderstudyError('lease_lost', `${key}, token ${token}: ${why}`));
  };
  const renew = async (): Promise<'ours' | 'lost' | 'away'> => {
    const renewedAt = momentNow();
    try {
      if (await store.renewLease(key, owner, token, ttlMs)) {
        // Answers may come in another order than the questions went.
        if (renewedAt.steadyMs >= confirmedAt.steadyMs) confirmedAt = renewedAt;
        return 'ours';
      }
      lose('another worker has it');
    } catch (error) {
      if (isUnderstudyError(error, 'metadata_unavailable')) {
        if (goOnWithoutStore || isFresh()) return 'away';
        lose('the store is away for longer than it lasts');
      } else lose(`renewal failed: ${String(error)}`);
    }
    return 'lost';
  };
  const timer = setInterval(() => void renew(), ttlMs / 2);

  return {
    key,
    token,
    first: token === 1,
    signal: lost.signal,
    async confirm() {
      for (let asked = 0; ; asked += 1) {
        lost.signal.throwIfAborted();
        if (stopped) throw new UnderstudyError('lease_lost', `${key}, token ${token}: it was released`);
        if (isFresh()) return;
        if (asked === confirmations) {
          if (goOnWithoutStore) return;
          lose('it could not be confirmed within its time');
        } else if ((await renew()) === 'away' && goOnWithoutStore) return;
      }
    },
    noteStale: () => lose('another worker has had it since'),
    async release() {
      if (stopped) return;
      stop();
      // Nobody to tell it to when the store is away; it runs out by itself.
      await store.releaseLease(key, owner, token).catch(() => false);
    },
  };
}
