import { UnderstudyError } from '@understudy/errors';

export interface AdmissionLimits {
  /** How many generator runs at once. */
  readonly running: number;
  /** How many may wait for their turn; the next one is refused. */
  readonly waiting: number;
  /** How long one may wait. */
  readonly waitMs: number;
}

interface Waiting {
  readonly dueMs: number;
  enter(): void;
  leave(why: unknown): void;
}

/** Lets a limited number of generator runs go on at once; of the others, which wait within limits, the one that is due first is next. */
export class Admission {
  readonly #limits: AdmissionLimits;
  /** By the time at which they are due, and those of one time in the order in which they came. */
  readonly #queue: Waiting[] = [];
  #running = 0;

  constructor(limits: AdmissionLimits) {
    this.#limits = limits;
  }

  get running(): number {
    return this.#running;
  }

  get waiting(): number {
    return this.#queue.length;
  }

  /** Whether the next run would wait. */
  get full(): boolean {
    return this.#running >= this.#limits.running;
  }

  /**
   * Resolves with the function that gives the place back. `dueMs` is on the clock of `performance.now()`. Where no more may wait, the
   * one that is due last is refused.
   * @throws UnderstudyError `generator_queue_full`, `timed_out`; the signal's reason.
   */
  enter(signal: AbortSignal, dueMs: number): Promise<() => void> {
    signal.throwIfAborted();
    if (!this.full) {
      this.#running += 1;
      return Promise.resolve(this.#place());
    }
    return new Promise((resolve, reject) => {
      const abort = () => waiting.leave(signal.reason);
      const leaveQueue = () => {
        clearTimeout(timer);
        signal.removeEventListener('abort', abort);
        const at = this.#queue.indexOf(waiting);
        if (at >= 0) this.#queue.splice(at, 1);
      };
      const waiting: Waiting = {
        dueMs,
        enter: () => {
          leaveQueue();
          resolve(this.#place());
        },
        leave: (why) => {
          leaveQueue();
          reject(why);
        },
      };
      const timer = setTimeout(() => waiting.leave(this.#waitedTooLong()), this.#limits.waitMs);
      signal.addEventListener('abort', abort, { once: true });
      const after = this.#queue.findLastIndex((other) => other.dueMs <= dueMs);
      this.#queue.splice(after + 1, 0, waiting);
      if (this.#queue.length > this.#limits.waiting) this.#queue.at(-1)?.leave(this.#queueFull());
    });
  }

  #queueFull(): UnderstudyError {
    return new UnderstudyError('generator_queue_full', `${this.#limits.waiting} runs are waiting`, {
      retryAfterSeconds: 5,
    });
  }

  #waitedTooLong(): UnderstudyError {
    return new UnderstudyError('timed_out', `waited ${this.#limits.waitMs} ms for a generator`, {
      retryAfterSeconds: 5,
    });
  }

  /** A place is handed to the next in line without becoming free in between. */
  #place(): () => void {
    let given = false;
    return () => {
      if (given) return;
      given = true;
      const next = this.#queue[0];
      if (next === undefined) this.#running -= 1;
      else next.enter();
    };
  }
}
