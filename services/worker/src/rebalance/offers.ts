/** A worker that took a copy on and still lacks it is offered it again after this time, then twice that … */
const firstPauseMs = 1_000;
const longestPauseMs = 60_000;

/** Which copies other workers took on, and how often: one that never arrives must not be offered all the time. */
export class Offers {
  readonly #made = new Map<bigint, Map<string, { readonly times: number; readonly againAtMs: number }>>();

  /** Whether any worker took it on. */
  has(contentId: bigint): boolean {
    return this.#made.has(contentId);
  }

  mayBeMade(contentId: bigint, worker: string, nowMs: number): boolean {
    return nowMs >= (this.#made.get(contentId)?.get(worker)?.againAtMs ?? 0);
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

  forget(contentId: bigint): void {
    this.#made.delete(contentId);
  }
}
