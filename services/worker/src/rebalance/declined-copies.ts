/** A copy that had to go is not taken again for this long: others would have to go for it, and then come back in turn. */
export const evictedPauseMs = 600_000;
/** One for which there was no room when it came may have some as soon as others are evicted. */
export const withoutRoomPauseMs = 60_000;
/** With more, those that were declined first are taken again: that costs a copy, not memory. */
const rememberedMost = 10_000;

/** The copies that belong here and for which there was no room a while ago. */
export class DeclinedCopies {
  readonly #untilMs = new Map<bigint, number>();

  get size(): number {
    return this.#untilMs.size;
  }

  note(contentId: bigint, pauseMs: number, nowMs: number): void {
    this.#untilMs.delete(contentId);
    this.#untilMs.set(contentId, nowMs + pauseMs);
    const [oldest] = this.#untilMs.keys();
    if (this.#untilMs.size > rememberedMost && oldest !== undefined) this.#untilMs.delete(oldest);
  }

  /** For how long it is not taken yet; undefined where it may come. */
  pauseMs(contentId: bigint, nowMs: number): number | undefined {
    const untilMs = this.#untilMs.get(contentId);
    if (untilMs === undefined) return undefined;
    if (nowMs < untilMs) return untilMs - nowMs;
    this.#untilMs.delete(contentId);
    return undefined;
  }
}
