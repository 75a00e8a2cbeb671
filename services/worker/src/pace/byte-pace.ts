import { setTimeout as sleep } from 'node:timers/promises';

/** Work is let through in bursts of this long at most: steady enough for a disk, few enough timers. */
const burstMs = 100;

/**
 * Keeps background work to a number of bytes a second, so that players do not notice it: each caller waits until its bytes are
 * due. Callers are served in the order in which they come.
 */
export class BytePace {
  readonly #bytesPerMs: number;
  /** When the next byte may go, on the clock of `performance.now()`. */
  #dueAtMs = 0;

  constructor(bytesPerS: number) {
    this.#bytesPerMs = bytesPerS / 1_000;
  }

  /** Resolves when `bytes` more may go. Rejects with the signal's reason. */
  async take(bytes: number, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    const nowMs = performance.now();
    const startMs = Math.max(this.#dueAtMs, nowMs - burstMs);
    this.#dueAtMs = startMs + bytes / this.#bytesPerMs;
    const waitMs = startMs - nowMs;
    if (waitMs <= 0) return;
    await sleep(waitMs, undefined, { signal }).catch(() => signal.throwIfAborted());
  }
}
