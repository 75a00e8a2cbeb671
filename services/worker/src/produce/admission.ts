import { UnderstudyError } from '@understudy/errors';

export interface AdmissionLimits {
  /** How many generator runs at once. */
  readonly running: number;
  /** How many may wait for their turn; the next one is refused. */
  readonly waiting: number;
  /** How long one may wait. */
  readonly waitMs: number;
}

/** Lets a limited number of generator runs go on at once; the others wait in order, within limits. */
export class Admission {
  readonly #limits: AdmissionLimits;
  readonly #queue: (() => void)[] = [];
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

  /**
   * Resolves with the function that gives the place back.
   * @throws UnderstudyError `generator_queue_full`, `timed_out`; the signal's reason.
   */
  enter(signal: AbortSignal): Promise<() => void> {
    signal.throwIfAborted();
    if (this.#running < this.#limits.running) {
      this.#running += 1;
      return Promise.resolve(this.#place());
    }
    if (this.#queue.length >= this.#limits.waiting) {
      return Promise.reject(
        new UnderstudyError('generator_queue_full', `${this.#queue.length} runs are waiting`, {
          retryAfterSeconds: 5,
        }),
      );
    }
    return new Promise((resolve, reject) => {
      const leave = (reason: unknown) => {
        clearTimeout(timer);
        signal.removeEventListener('abort', abort);
        const index = this.#queue.indexOf(turn);
        if (index >= 0) this.#queue.splice(index, 1);
        reject(reason);
      };
      const abort = () => leave(signal.reason);
      const timer = setTimeout(
        () =>
          leave(
            new UnderstudyError('timed_out', `waited ${this.#limits.waitMs} ms for a generator`, {
              retryAfterSeconds: 5,
            }),
          ),
        this.#limits.waitMs,
      );
      const turn = () => {
        clearTimeout(timer);
        signal.removeEventListener('abort', abort);
        resolve(this.#place());
      };
      signal.addEventListener('abort', abort, { once: true });
      this.#queue.push(turn);
    });
  }

  /** A place is handed to the next in line without becoming free in between. */
  #place(): () => void {
    let given = false;
    return () => {
      if (given) return;
      given = true;
      const next = this.#queue.shift();
      if (next === undefined) this.#running -= 1;
      else next();
    };
  }
}
