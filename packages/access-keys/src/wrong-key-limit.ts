import { subscriberOf } from '@understudy/playback-token';

export interface WrongKeyLimits {
  /** So many wrong keys may come from one address at once. */
  readonly burst: number;
  /** After this time one more may. */
  readonly refillMs: number;
  /** Of so many addresses it is known; past it, that of which no wrong key has come for longest is forgotten. */
  readonly addresses: number;
}

/** A token bucket for each address. One that is full again takes no place for long. */
export class WrongKeyLimit {
  readonly #limits: WrongKeyLimits;
  /** When the bucket of an address will be full again, in ms; by when its last key came. */
  readonly #fullAtMs = new Map<string, number>();

  constructor(limits: WrongKeyLimits) {
    this.#limits = limits;
  }

  /**
   * Takes a token for a key that is about to be looked at: of many at once no more are than there are tokens. Gives how long to wait in
   * ms; 0 where there was one.
   */
  take(address: string, nowMs: number): number {
    const { burst, refillMs, addresses } = this.#limits;
    const place = subscriberOf(address);
    const fullAtMs = Math.max(this.#fullAtMs.get(place) ?? 0, nowMs);
    // In this order nothing is rounded where the bucket is full: the last token of it would be missing now and then.
    const waitMs = fullAtMs - nowMs - (burst - 1) * refillMs;
    if (waitMs > 0) return waitMs;
    this.#fullAtMs.delete(place);
    this.#fullAtMs.set(place, fullAtMs + refillMs);
    const [oldest] = this.#fullAtMs.keys();
    if (this.#fullAtMs.size > addresses && oldest !== undefined) this.#fullAtMs.delete(oldest);
    return 0;
  }

  /** Gives the token back: the key was right, or nothing could be said of it. */
  giveBack(address: string, nowMs: number): void {
    const place = subscriberOf(address);
    const fullAtMs = (this.#fullAtMs.get(place) ?? 0) - this.#limits.refillMs;
    if (fullAtMs <= nowMs) this.#fullAtMs.delete(place);
    else this.#fullAtMs.set(place, fullAtMs);
  }
}
