/** What placing needs to know of a worker. */
export interface RingMember {
  /** Names it for good: the same ID has the same places in every epoch. */
  readonly id: string;
  /** A replica is in another zone than its master while one has room. */
  readonly zone: string;
  /** Relative to the others'; 1 is usual. */
  readonly capacity: number;
  /** From above 0 (just joined) to 1 (takes its full share). */
  readonly warmth: number;
}

/** What a worker's share of the slots is in proportion to. */
export function weightOf({ capacity, warmth }: RingMember): number {
  return capacity * warmth;
}
