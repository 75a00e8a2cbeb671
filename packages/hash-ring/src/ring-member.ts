/** What placing needs to know of a worker. */
export interface RingMember {
  /** Names it for good: the same ID has the same places in every epoch. */
  readonly id: string;
  /** A replica is in another zone than its master while one has room. */
  readonly zone: string;
  /** Relative to the others'; 1 is usual, and bounds of moves are kept best from 1/2 to 4. Anything but a positive number is 1. */
  readonly capacity: number;
  /** From 1/8 (just joined) to 1 (takes its full share). Less counts as 1/8, so that nobody is a member without a share. */
  readonly warmth: number;
}

/** The first step of a slow start. */
export const leastWarmth = 1 / 8;

/** What a worker's share of the slots is in proportion to: a positive number, whatever the worker announced. */
export function weightOf({ capacity, warmth }: RingMember): number {
  return (isPositive(capacity) ? capacity : 1) * (warmth >= leastWarmth ? Math.min(1, warmth) : leastWarmth);
}

function isPositive(capacity: number): boolean {
  return Number.isFinite(capacity) && capacity > 0;
}
