import type { LoggedEvent } from '@understudy/client';

/** How far back the overview looks. */
export const failoverMinutes = 10;

export interface Failovers {
  /** How many in each minute, the oldest first; the last is the minute until now. */
  readonly perMinute: readonly number[];
  readonly total: number;
  /** The longest time that a player's response stood still for one. */
  readonly longestSilenceMs: number;
}

/** Failovers of the last minutes, by what routers told. */
export function recentFailovers(events: readonly LoggedEvent[], nowMs: number): Failovers {
  const perMinute = Array.from({ length: failoverMinutes }, () => 0);
  let longestSilenceMs = 0;
  for (const { event, time, silenceMs } of events) {
    if (event !== 'failover') continue;
    // Clocks differ: one that is ahead of this one's counts as now.
    const minutesAgo = Math.max(0, Math.floor((nowMs - Date.parse(time)) / 60_000));
    const index = failoverMinutes - 1 - minutesAgo;
    const counted = perMinute[index];
    if (counted === undefined) continue;
    perMinute[index] = counted + 1;
    longestSilenceMs = Math.max(longestSilenceMs, Number(silenceMs ?? 0));
  }
  return { perMinute, total: perMinute.reduce((sum, each) => sum + each, 0), longestSilenceMs };
}
