import type { UnderstudyError } from '@understudy/errors';
import type { Upstream } from './upstream.js';

/**
 * Why a worker was left:
 * - `unreachable`: no connection, or closed before an answer
 * - `refused`: it answered, and said no
 * - `cut`: its body ended before its end
 * - `stalled`: silent, and dead or behind another
 * - `draining`: nothing failed; it hands its responses over
 */
export type FailureKind = 'unreachable' | 'refused' | 'cut' | 'stalled' | 'draining';

export interface Failure {
  readonly upstream: Upstream;
  readonly kind: FailureKind;
  readonly error: UnderstudyError;
}
