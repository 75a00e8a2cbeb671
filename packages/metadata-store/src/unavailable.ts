import { UnderstudyError } from '@understudy/errors';

/** Long enough for a Redis to restart or a lock to be freed, short enough for a person to try again. */
const retryAfterSeconds = 5;

/** The one error of a store that cannot be asked. */
export function unavailable(reason: string, cause?: unknown): UnderstudyError {
  return new UnderstudyError('metadata_unavailable', `metadata store: ${reason}`, {
    retryAfterSeconds,
    cause,
  });
}
