/** So many who wait are a crowd, and wait this much longer: a quarter of the time between two fragments. */
const crowd = 50;
const crowdWaitMs = 100;

/** Something that happens again and again, and those who wait for the next time. */
export class Changes {
  #waiting = new Set<() => void>();
  #wakeTimer: NodeJS.Timeout | undefined;

  /** Resolves at the next change; rejects with the reason when `signal` aborts. */
  next(signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal.aborted) {
        reject(signal.reason);
        return;
      }
      const wake = () => {
        signal.removeEventListener('abort', abort);
        resolve();
      };
      const abort = () => {
        this.#waiting.delete(wake);
        reject(signal.reason);
      };
      this.#waiting.add(wake);
      signal.addEventListener('abort', abort, { once: true });
    });
  }

  /** Wakes who waits. A crowd is woken a moment later, with all that came until then: a write for each of a thousand is dear. */
  happened(): void {
    if (this.#waiting.size < crowd) this.#wakeAll();
    else this.#wakeTimer ??= setTimeout(() => this.#wakeAll(), crowdWaitMs);
  }

  #wakeAll(): void {
    clearTimeout(this.#wakeTimer);
    this.#wakeTimer = undefined;
    const waiting = this.#waiting;
    this.#waiting = new Set();
    for (const wake of waiting) wake();
  }
}
