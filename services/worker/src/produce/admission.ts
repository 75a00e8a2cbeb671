import { UnderstudyError } from '@understudy/errors';

export interface AdmissionLimits {
  /** How many generator runs at once. */
  readonly running: number;
  /** How many may wait for their turn; the next one is refused. */
  readonly waiting: number;
  /** How long one may wait: from the moment on at which it is due. */
  readonly waitMs: number;
  /** What is due within this time goes before what is new. */
  readonly leadMs: number;
}

interface Waiting {
  /** On the clock of `performance.now()`; undefined for what is new. */
  readonly dueMs: number | undefined;
  enter(): void;
  leave(why: unknown): void;
}

/**
 * Lets a limited number of generator runs go on at once; the others wait, within limits. First comes what is due soon, what is due first
 * before the rest (earliest deadline first: Liu and Layland, Scheduling Algorithms for Multiprogramming, 1973, section 7): what is being
 * watched goes on. Then what is new, in order; then what is far ahead of its players. So in an overload it is what is new that waits
 * for too long, and is refused before anything of it was shown.
 */
export class Admission {
  readonly #limits: AdmissionLimits;
  /** In the order in which they came. */
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
   * Resolves with the function that gives the place back. `dueMs` is on the clock of `performance.now()`, and undefined for what is new.
   * Where no more may wait, the last of what is new is refused; where nothing is new, what would come last.
   * @throws UnderstudyError `generator_queue_full`, `timed_out`; the signal's reason.
   */
  enter(signal: AbortSignal, dueMs?: number): Promise<() => void> {
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
      const nowMs = performance.now();
      const untilDueMs = Math.max(0, (dueMs ?? nowMs) - nowMs);
      const timer = setTimeout(() => waiting.leave(this.#waitedTooLong()), untilDueMs + this.#limits.waitMs);
      signal.addEventListener('abort', abort, { once: true });
      this.#queue.push(waiting);
      if (this.#queue.length > this.#limits.waiting) {
        const lastNew = this.#queue.findLast((other) => other.dueMs === undefined);
        (lastNew ?? this.#inOrder().at(-1))?.leave(this.#queueFull());
      }
    });
  }

  /** Who waits, whose turn is next first. */
  #inOrder(): Waiting[] {
    const soonMs = performance.now() + this.#limits.leadMs;
    const rank = ({ dueMs }: Waiting) => (dueMs === undefined ? 1 : dueMs < soonMs ? 0 : 2);
    return this.#queue.toSorted((a, b) => rank(a) - rank(b) || (a.dueMs ?? 0) - (b.dueMs ?? 0));
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
      const [next] = this.#inOrder();
      if (next === undefined) this.#running -= 1;
      else next.enter();
    };
  }
}
