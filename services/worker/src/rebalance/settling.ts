/** However often the membership changes, after so many settle times it is looked at all the same. */
const longestInSettleTimes = 10;

/**
 * When to look at the copies after a change of the membership: once it has been quiet for `settleMs`, so that a worker that is
 * restarted, or grows in steps, does not move videos to and fro.
 */
export function looksAtMs(
  changes: { readonly firstAtMs: number; readonly lastAtMs: number },
  settleMs: number,
): number {
  return Math.min(changes.lastAtMs + settleMs, changes.firstAtMs + longestInSettleTimes * settleMs);
}
