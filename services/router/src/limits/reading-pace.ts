/** How far a reader was at a moment. */
interface Mark {
  readonly bytes: number;
  readonly atMs: number;
  /** Whether it was it that the response waited for. */
  readonly isBlocked: boolean;
}

export interface ReadingFloor {
  /** Slower is slow; 0: nobody is. */
  readonly bytesPerS: number;
  /** Over at least this time, and less than twice as long. A read of a worker, 1 MB at most, counts when all of it is taken: shorter than that takes at the floor, it would be a guess. */
  readonly windowMs: number;
}

/** How fast a player takes its response, over the last one or two windows; known by looking at its counters once in each. */
export class ReadingPace {
  #before: Mark;
  #last: Mark;

  constructor(nowMs: number) {
    this.#last = { bytes: 0, atMs: nowMs, isBlocked: false };
    this.#before = this.#last;
  }

  /** To be called once in a window. */
  mark(bytes: number, isBlocked: boolean, nowMs: number): void {
    this.#before = this.#last;
    this.#last = { bytes, atMs: nowMs, isBlocked };
  }

  /**
   * In bytes per second, where it is below the floor; undefined where it is not, or not known for long enough, or where it was not the player
   * that was waited for.
   */
  slowness(
    bytes: number,
    isBlocked: boolean,
    nowMs: number,
    { bytesPerS, windowMs }: ReadingFloor,
  ): number | undefined {
    const ms = nowMs - this.#before.atMs;
    if (!isBlocked || !this.#last.isBlocked || ms < windowMs) return undefined;
    const pace = ((bytes - this.#before.bytes) * 1_000) / ms;
    return pace < bytesPerS ? pace : undefined;
  }
}
