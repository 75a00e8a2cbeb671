import type { Budgets } from '@understudy/metadata-store';
import { AddressBuckets } from './address-buckets.js';

/** How often routers tell each other, by the metadata store, what addresses took. */
const shareEveryMs = 1_000;
/** Addresses that are told of at once. */
const mostTold = 100;
/** An address is told of when it takes more than this share of its rate here. */
const toldShare = 0.25;
/** A bucket holds what flows into it in so many seconds. */
const burstSeconds = 2;

export interface RequestRatesOptions {
  readonly perSecond: number;
  /** Addresses that are remembered at most. */
  readonly kept: number;
  /** What the routers of a cluster share; undefined where this one counts for itself. */
  readonly shared?: Pick<Budgets, 'charge'> | undefined;
  /** The name of an address in the metadata store. */
  readonly nameOf: (address: string) => string;
}

/**
 * Requests per second of each address. Decided here at once, never waited for. What a busy address took is told to the metadata store afterwards, whose bucket all
 * routers share: where that is empty, the address has to wait here too. While the store is away this router's own count stands.
 */
export class RequestRates {
  readonly #options: RequestRatesOptions;
  readonly #buckets: AddressBuckets;
  readonly #terms: { readonly burst: number; readonly perSecond: number };
  /** What addresses took since it was told last. */
  #taken = new Map<string, number>();
  readonly #timer: NodeJS.Timeout | undefined;
  #sharing = Promise.resolve();

  constructor(options: RequestRatesOptions) {
    this.#options = options;
    this.#terms = { burst: burstSeconds * options.perSecond, perSecond: options.perSecond };
    this.#buckets = new AddressBuckets({ ...this.#terms, kept: options.kept });
    if (options.shared === undefined) return;
    this.#timer = setInterval(() => {
      this.#sharing = this.#sharing.then(() => this.share());
    }, shareEveryMs).unref();
  }

  /** Returns 0 for a request that may be, otherwise the seconds after which one may. */
  take(address: string, nowMs: number): number {
    const waitS = this.#buckets.take(address, nowMs);
    if (waitS === 0 && this.#timer !== undefined) this.#count(address);
    return waitS;
  }

  close(): void {
    clearInterval(this.#timer);
  }

  /** Tells what was taken since it was told last; the timer does so as well. Never rejects. */
  async share(): Promise<void> {
    const { shared, nameOf, perSecond } = this.#options;
    const taken = this.#taken;
    if (shared === undefined || taken.size === 0) return;
    this.#taken = new Map();
    const least = (toldShare * perSecond * shareEveryMs) / 1_000;
    const busy = [...taken].filter(([, count]) => count > least).sort((a, b) => b[1] - a[1]);
    await Promise.all(
      busy.slice(0, mostTold).map(async ([address, count]) => {
        try {
          const price = Math.min(count, this.#terms.burst);
          const charge = await shared.charge(nameOf(address), price, this.#terms);
          if (charge.granted) return;
          this.#buckets.block(address, charge.retryAfterS ?? 1, performance.now());
          // It was taken all the same, and is owed.
          this.#taken.set(address, price + (this.#taken.get(address) ?? 0));
        } catch {
          // The store is away, which it tells by itself: what was counted here stands.
        }
      }),
    );
  }

  #count(address: string): void {
    const before = this.#taken.get(address);
    // Past it others go unshared for a second.
    if (before === undefined && this.#taken.size >= this.#options.kept) return;
    this.#taken.set(address, (before ?? 0) + 1);
  }
}
