import { type ErrorCode, UnderstudyError } from '@understudy/errors';
import type { Failure } from './failure.js';

/** Said to a player when it was what a worker said, the most telling first. */
const tellingCodes: readonly ErrorCode[] = [
  'clip_refused',
  'generator_failed',
  'generator_stalled',
  'generator_unavailable',
  'generator_queue_full',
  'storage_full',
];

const retryAfterSeconds = 2;

/** The error for a player whose response has not begun, after every candidate failed once. */
export function judgeFailures(failures: readonly Failure[]): UnderstudyError {
  const said = new Map(failures.map(({ error }) => [error.code, error]));
  for (const code of tellingCodes) {
    const error = said.get(code);
    if (error === undefined) continue;
    return new UnderstudyError(code, error.message, {
      cause: error,
      ...([503, 507].includes(error.statusCode) && {
        retryAfterSeconds: error.retryAfterSeconds ?? retryAfterSeconds,
      }),
    });
  }
  const last = failures.at(-1);
  return new UnderstudyError('no_worker_available', last?.error.message ?? 'there is no worker', {
    retryAfterSeconds,
    ...(last !== undefined && { cause: last.error }),
  });
}

/**
 * Whether asking the same workers again is worth a player's wait: not when a living one said no. One without room does not
 * count where another may come back that has it.
 */
export function isWorthWaiting(failures: readonly Failure[]): boolean {
  const telling = failures.filter(({ error }) => error.code !== 'storage_full');
  if (telling.length === 0) return failures.length === 0;
  return telling.every(({ kind }) => kind !== 'refused');
}

/**
 * Whether nobody can go on with a response that has begun: every candidate has the video under another ETag. Its generator's
 * last worker is gone, and others make it now, with other bytes.
 */
export function isSuperseded(failures: readonly Failure[]): boolean {
  return failures.length > 0 && failures.every(({ error }) => error.code === 'precondition_failed');
}
