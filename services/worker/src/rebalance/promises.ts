import { promiseMs } from '@understudy/peer-protocol';

/**
 * What this worker promised not to remove. Without it three workers that know three different memberships could each see the other
 * two have a copy, and all remove their own.
 */
export class Promises {
  readonly #untilMs = new Map<bigint, number>();

  make(contentId: bigint, nowMs: number): void {
    this.#untilMs.set(contentId, nowMs + promiseMs);
  }

  binds(contentId: bigint, nowMs: number): boolean {
    const untilMs = this.#untilMs.get(contentId);
    if (untilMs === undefined) return false;
    if (nowMs < untilMs) return true;
    this.#untilMs.delete(contentId);
    return false;
  }

  /** Forgets those that bind no more. */
  sweep(nowMs: number): void {
    for (const [contentId, untilMs] of this.#untilMs) if (nowMs >= untilMs) this.#untilMs.delete(contentId);
  }
}
