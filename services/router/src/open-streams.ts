import { UnderstudyError } from '@understudy/errors';

/** The responses open now, with their limit, and the wait until there are none. */
export class OpenStreams {
  readonly #limit: number;
  #count = 0;
  #idle: (() => void) | undefined;

  constructor(limit: number) {
    this.#limit = limit;
  }

  get count(): number {
    return this.#count;
  }

  /**
   * Returns what to call when the response ends.
   * @throws UnderstudyError `too_many_streams`
   */
  open(): () => void {
    if (this.#count >= this.#limit) {
      throw new UnderstudyError('too_many_streams', `${this.#count} responses are open`, {
        retryAfterSeconds: 5,
      });
    }
    this.#count += 1;
    return () => {
      this.#count -= 1;
      if (this.#count === 0) this.#idle?.();
    };
  }

  /** Resolves when no response is open, or after `deadlineMs`. */
  drained(deadlineMs: number): Promise<void> {
    if (this.#count === 0) return Promise.resolve();
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, deadlineMs);
      this.#idle = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}
