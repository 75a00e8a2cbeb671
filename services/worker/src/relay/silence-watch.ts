import { UnderstudyError } from '@understudy/errors';

/** Watches a worker whose answer is relayed: after a silence it is asked whether it lives. */
export class SilenceWatch {
  readonly #isAlive: () => Promise<boolean>;
  readonly #dead = new AbortController();
  readonly #timer: NodeJS.Timeout;
  #arrivals = 0;
  #closed = false;

  /** `isAlive` must have a deadline of its own and never reject. */
  constructor(silenceMs: number, isAlive: () => Promise<boolean>) {
    this.#isAlive = isAlive;
    this.#timer = setTimeout(() => void this.#look(), silenceMs);
  }

  /** Aborts with `peer_unreachable` when it is silent and does not live. */
  get dead(): AbortSignal {
    return this.#dead.signal;
  }

  /** Something came. */
  heard(): void {
    this.#arrivals += 1;
    this.#timer.refresh();
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#timer);
  }

  async #look(): Promise<void> {
    const before = this.#arrivals;
    const alive = await this.#isAlive();
    if (this.#closed) return;
    if (alive || this.#arrivals !== before) this.#timer.refresh();
    else this.#dead.abort(new UnderstudyError('peer_unreachable', 'the relayed worker fell silent'));
  }
}
