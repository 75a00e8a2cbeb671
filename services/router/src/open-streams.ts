import { UnderstudyError } from '@understudy/errors';
import type { StreamsAnswer } from '@understudy/peer-protocol';
import type { Delivery } from './play/delivery.js';

/** The ways in which an open response is ended before its time, each so that its player can tell. */
export interface StreamEnds {
  readonly cut: () => void;
  /** An operator wants it to end. */
  readonly end: () => void;
}

/** The responses open now, with their limit, and the wait until there are none. */
export class OpenStreams {
  readonly #limit: number;
  /** In the order in which they began. */
  readonly #open = new Map<Delivery, StreamEnds>();
  #idle: (() => void) | undefined;

  constructor(limit: number) {
    this.#limit = limit;
  }

  get count(): number {
    return this.#open.size;
  }

  /**
   * Returns what to call when the response ends.
   * @throws UnderstudyError `too_many_streams`
   */
  open(delivery: Delivery, ends: StreamEnds): () => void {
    if (this.count >= this.#limit) {
      throw new UnderstudyError('too_many_streams', `${this.count} responses are open`, {
        retryAfterSeconds: 5,
      });
    }
    this.#open.set(delivery, ends);
    return () => {
      this.#open.delete(delivery);
      if (this.count === 0) this.#idle?.();
    };
  }

  /** The first `most` of them. */
  show(most: number): StreamsAnswer {
    const shown = [...this.#open.keys()].slice(0, most);
    return { total: this.count, streams: shown.map((delivery) => delivery.shown) };
  }

  /** Cuts every one. */
  cutAll(): void {
    for (const { cut } of [...this.#open.values()]) cut();
  }

  /** Ends those of a request for an operator; how many there were. A player may have given several of its requests one ID. */
  end(requestId: string): number {
    const ended = [...this.#open].filter(([{ request }]) => request.requestId === requestId);
    for (const [, { end }] of ended) end();
    return ended.length;
  }

  /** Resolves when no response is open, or after `deadlineMs`. */
  drained(deadlineMs: number): Promise<void> {
    if (this.count === 0) return Promise.resolve();
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, deadlineMs);
      this.#idle = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}
