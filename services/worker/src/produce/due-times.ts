/**
 * When the next piece of a video is due, as far as the worker can tell: its players play since its first piece was made, and each piece
 * lasts them for its duration. Generators are given to what is due earliest: what is being watched goes on before something new
 * begins, until it is `leadMs` ahead. (Liu and Layland, Scheduling Algorithms for Multiprogramming, 1973, section 7: earliest deadline
 * first.)
 *
 * All times are in ms on the clock of `performance.now()`.
 */
export class DueTimes {
  readonly #leadMs: number;
  #dueMs: number | undefined;

  constructor(leadMs: number) {
    this.#leadMs = leadMs;
  }

  /** When what is asked for now is due. `begun`: players may have got a part of the video already. */
  next(begun: boolean, nowMs: number): number {
    // Somebody who loads faster than he plays waits too: no longer than for what is new.
    const latestMs = nowMs + this.#leadMs;
    if (this.#dueMs === undefined) return begun ? nowMs : latestMs;
    return Math.min(this.#dueMs, latestMs);
  }

  /** A piece was made that lasts for `durationMs`. */
  made(durationMs: number, nowMs: number): void {
    this.#dueMs = (this.#dueMs ?? nowMs) + durationMs;
  }

  /** Nobody waits for more. */
  reset(): void {
    this.#dueMs = undefined;
  }
}
