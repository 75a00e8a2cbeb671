import { UnderstudyError } from '@understudy/errors';
import type { GenerationLease, LeaseOutcome } from './generation-lease.js';

/** In no lease's life: the store takes it for one that was lost. */
const noToken = 0;

/**
 * A lease that is not asked for before it is needed, for what may begin without it: bytes that the cluster has accepted. Nothing is sealed
 * before it is ours: the first `confirm` asks for it. Where another worker has it, it is lost.
 */
export function lateLease(
  key: string,
  acquire: () => Promise<LeaseOutcome>,
  goOnWithoutStore: boolean,
): GenerationLease {
  const lost = new AbortController();
  let held: GenerationLease | undefined;
  let answered: Promise<void> | undefined;
  const ask = async () => {
    const outcome = await acquire();
    if (outcome.outcome === 'other')
      lost.abort(new UnderstudyError('lease_lost', `${key}: ${outcome.owner} has it`));
    if (outcome.outcome !== 'held') return;
    const { signal } = outcome.lease;
    held = outcome.lease;
    signal.addEventListener('abort', () => lost.abort(signal.reason), { once: true });
  };
  return {
    key,
    get token() {
      return held?.token ?? noToken;
    },
    first: false,
    signal: lost.signal,
    async confirm() {
      lost.signal.throwIfAborted();
      answered ??= ask();
      await answered;
      lost.signal.throwIfAborted();
      if (held !== undefined) return held.confirm();
      if (!goOnWithoutStore)
        throw new UnderstudyError('metadata_unavailable', `no lease ${key}`, { retryAfterSeconds: 2 });
    },
    noteStale: () => held?.noteStale(),
    async release() {
      // From here on it is not asked for.
      answered ??= Promise.resolve();
      await answered.catch(() => undefined);
      await held?.release();
    },
  };
}
