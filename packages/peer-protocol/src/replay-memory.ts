/** What a `ReplayMemory` is made of. Times are in milliseconds since 1970. */
export interface ReplayLimits {
  /** How old, or how far ahead, a request may be at most: no older one comes this far. */
  readonly windowMs: number;
  /** How many requests are remembered at most. */
  readonly most: number;
  /** When this process began: it does not know what an earlier one was asked. */
  readonly sinceMs: number;
}

/**
 * Tells a request that was taken before from a new one, by the number that its sender used once. Bounded: what it forgets before its
 * time it makes up for by taking nothing that is as old, so that a replay is never taken for new.
 */
export class ReplayMemory {
  readonly #limits: ReplayLimits;
  /** When each was signed, in the order in which they came. */
  readonly #taken = new Map<string, number>();
  /** What was signed until then is refused: it may have been forgotten. */
  #forgottenMs: number;

  constructor(limits: ReplayLimits) {
    this.#limits = limits;
    this.#forgottenMs = limits.sinceMs - 1;
  }

  /** Whether the request is a new one, which it is not from then on. Of a request whose date lies in the window. */
  take(nonce: string, dateMs: number, nowMs: number): boolean {
    this.#forget(nowMs);
    if (dateMs <= this.#forgottenMs || this.#taken.has(nonce)) return false;
    this.#taken.set(nonce, dateMs);
    return true;
  }

  /** The first, where they are past their window; and where there is no room for another the older half. */
  #forget(nowMs: number): void {
    const { windowMs, most } = this.#limits;
    for (const [nonce, dateMs] of this.#taken) {
      if (dateMs + windowMs >= nowMs) break;
      this.#drop(nonce, dateMs);
    }
    if (this.#taken.size < most) return;
    // By when they were signed, not by when they came: the date of one whose clock is ahead would have all others refused.
    const byDate = [...this.#taken].sort(([, one], [, other]) => one - other);
    for (const [nonce, dateMs] of byDate.slice(0, Math.ceil(most / 2))) this.#drop(nonce, dateMs);
  }

  #drop(nonce: string, dateMs: number): void {
    this.#taken.delete(nonce);
    // The clock may be set back: then its window comes again.
    this.#forgottenMs = Math.max(this.#forgottenMs, dateMs);
  }
}
