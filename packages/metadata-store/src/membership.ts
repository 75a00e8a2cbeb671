export type MemberState = 'active' | 'draining';

/** A worker as it announces itself. */
export interface Member {
  readonly id: string;
  /** Where routers and other workers reach it. */
  readonly url: string;
  readonly zone: string;
  /** Relative to the other workers'; 1 is usual. */
  readonly capacity: number;
  /** From 0 (just joined) to 1 (takes its full share). */
  readonly warmth: number;
  readonly state: MemberState;
  /** What it can generate with: `name@version#fingerprint`. */
  readonly generators: readonly string[];
  readonly pid: number;
  /** The number of its generator: see `registerGenerator`. Workers of one number make the same bytes. */
  readonly pool?: number;
}

/** A worker whose lease ran out: it did not leave, and is not back. */
export interface LostMember {
  readonly id: string;
  /** As ms since 1970, by the store's clock. */
  readonly atMs: number;
}

/** Who is there. Placement is a pure function of it; equal epochs mean equal members. */
export interface Membership {
  readonly epoch: number;
  /** Sorted by ID. */
  readonly members: readonly Member[];
  /** Lost within an hour of the last change, the last of them last: `stillLost` tells who is so later. Absent where there are none. */
  readonly lost?: readonly LostMember[];
}

export interface Members {
  /**
   * Joins, or says "still here" for another `leaseMs`. The epoch rises only when something of the member changed, not
   * for a heartbeat. Leases do not run while nobody could reach the store (see `storeAwayAfterMs`).
   */
  announce(member: Member, leaseMs: number): Promise<{ epoch: number }>;

  /** Goes at once. Nothing happens when it is not a member. */
  leave(workerId: string): Promise<void>;

  /**
   * The operator's wish, kept beside what the worker announces: a member is draining when either says so. It ends with
   * `'active'`, with `leave`, or when the member's lease runs out. False when there is no such member.
   */
  setMemberState(workerId: string, state: MemberState): Promise<boolean>;

  /** Removes, in the same atomic change, the members whose lease ran out (the epoch rises), and gives the others. */
  readMembership(): Promise<Membership>;

  /**
   * Calls `onChange` with the first membership read and then with every one that differs. Changes are found by polling;
   * notifications of the store only make it read sooner. While the store fails, the last known membership stands.
   */
  watchMembership(onChange: (membership: Membership) => void, options: WatchOptions): MembershipWatch;
}

export interface WatchOptions {
  /** At most two thirds of `storeAwayAfterMs` (2,000 ms by default), otherwise `invalid_configuration` is thrown. */
  readonly pollIntervalMs: number;
  /** Told when reading begins to fail, with the cause, and when it works again. */
  readonly onReachable?: (reachable: boolean, cause?: unknown) => void;
}

export interface MembershipWatch {
  /** The last membership read, however long ago. */
  readonly current: Membership | undefined;
  /** Whether the last read succeeded. */
  readonly reachable: boolean;
  /** Resolves after the first try to read: true when `current` is known. Never rejects, never waits for a dead store. */
  readonly ready: Promise<boolean>;
  /** No `onChange` comes after it. */
  close(): void;
}
