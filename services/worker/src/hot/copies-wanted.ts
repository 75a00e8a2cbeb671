import type { CopyDemand } from '@understudy/peer-protocol';

/** What one copy is for, and how many there may be. */
export interface CopyLimits {
  readonly players: number;
  readonly requestsPerS: number;
  readonly copies: number;
}

/** A further copy that is asked for less than this part of what it is for cools. */
const coolShare = 0.1;

/** How much of what one copy is for is asked for; above 1 it is too much for one. */
export function shareOf(
  { players, requestsPerS }: CopyDemand,
  limits: Pick<CopyLimits, 'players' | 'requestsPerS'>,
): number {
  return Math.max(players / limits.players, requestsPerS / limits.requestsPerS);
}

/** How many copies a video should have, by what is asked for at each that it has: one at least. */
export function copiesWanted(demands: readonly CopyDemand[], limits: CopyLimits): number {
  const players = demands.reduce((sum, demand) => sum + demand.players, 0);
  const requestsPerS = demands.reduce((sum, demand) => sum + demand.requestsPerS, 0);
  const wanted = Math.ceil(shareOf({ players, requestsPerS }, limits));
  return Math.max(1, Math.min(limits.copies, wanted));
}

/** Whether a further copy is worth its place by what is asked for there. */
export function isWarm(demand: CopyDemand, limits: Pick<CopyLimits, 'players' | 'requestsPerS'>): boolean {
  return shareOf(demand, limits) >= coolShare;
}
