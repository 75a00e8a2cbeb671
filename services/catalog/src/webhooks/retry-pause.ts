export interface RetryLimits {
  readonly firstPauseMs: number;
  readonly longestPauseMs: number;
}

/**
 * How long to wait after attempt number `attempts` (from 1): twice as long each time, and between half and all of that by chance (`random`
 * from 0 to 1), so that what failed together is not sent together again.
 */
export function retryPauseMs(
  attempts: number,
  { firstPauseMs, longestPauseMs }: RetryLimits,
  random: number,
): number {
  const fullMs = Math.min(longestPauseMs, firstPauseMs * 2 ** (attempts - 1));
  return Math.ceil(fullMs * (0.5 + random / 2));
}
