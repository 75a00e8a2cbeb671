/** A worker that took a copy on and still lacks it is offered it again after this time, then twice that … */
const firstPauseMs = 1_000;
const longestPauseMs = 60_000;

/** However long a worker says that it does not take a copy. */
const longestDeclineMs = 3_600_000;

/** Which copies other workers took on, and how often: one that never arrives must not be offered all the time. */
export class Offers {
  readonly #made = new Map<bigint, Map<string, { readonly times: number; readonly againAtMs: number }>>();
  /** Until when workers said that they do not take a copy. */
  readonly #declined = new Map<bigint, Map<string, number>>();

  /** Whether any worker took it on. */
  has(contentId: bigint): boolean {
    return this.#made.has(contentId);
  }

  mayBeMade(contentId: bigint, worker: string, nowMs: number): boolean {
    const againAtMs = this.#made.get(contentId)?.get(worker)?.againAtMs ?? 0;
    return nowMs >= againAtMs && !this.isDeclined(contentId, worker, nowMs);
  }

  /** Whether the worker has no room for it for a while. */
  isDeclined(contentId: bigint, worker: string, nowMs: number): boolean {
    return nowMs < (this.#declined.get(contentId)?.get(worker) ?? 0);
  }

  /** The worker does not take it for so long. */
  declined(contentId: bigint, worker: string, pauseMs: number, nowMs: number): void {
    const byWorker = this.#declined.get(contentId) ?? new Map();
    this.#declined.set(contentId, byWorker);
    byWorker.set(worker, nowMs + Math.min(pauseMs, longestDeclineMs));
  }

  /** The worker took it on. Returns how often it has now. */
  made(contentId: bigint, worker: string, nowMs: number): number {
    const byWorker = this.#made.get(contentId) ?? new Map();
    this.#made.set(contentId, byWorker);
    const times: number = (byWorker.get(worker)?.times ?? 0) + 1;
    const pauseMs = Math.min(firstPauseMs * 2 ** (times - 1), longestPauseMs);
    byWorker.set(worker, { times, againAtMs: nowMs + pauseMs });
    return times;
  }

  /** What workers said before the membership changed: one of them may be about to leave with the last copy. */
  forgetDeclined(): void {
    this.#declined.clear();
  }

  forget(contentId: bigint): void {
    this.#made.delete(contentId);
    this.#declined.delete(contentId);
  }
}
