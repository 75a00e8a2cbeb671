import { UnderstudyError } from '@understudy/errors';

/**
 * Runs `work` for `ms` at most, under a signal that aborts then and with `signal`. Rejects at that moment, whether the work heeds
 * it or not. (Of `AbortSignal.any` and `AbortSignal.timeout` together, Node 20 may collect the timeout before it fires.)
 * @throws UnderstudyError `archive_unavailable` when the time is over; the signal's reason; what the work throws.
 */
export async function within<T>(
  ms: number,
  signal: AbortSignal,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  signal.throwIfAborted();
  const over = new AbortController();
  const abort = () => over.abort(signal.reason);
  const timer = setTimeout(
    () => over.abort(new UnderstudyError('archive_unavailable', `the archive took longer than ${ms} ms`)),
    ms,
  );
  signal.addEventListener('abort', abort, { once: true });
  try {
    return await new Promise<T>((resolve, reject) => {
      over.signal.addEventListener('abort', () => reject(over.signal.reason), { once: true });
      work(over.signal).then(resolve, reject);
    });
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', abort);
  }
}
