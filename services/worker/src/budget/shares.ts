import type { BudgetTerms } from '@understudy/metadata-store';
import { LocalBuckets } from './local-buckets.js';

interface Options {
  /** For the whole cluster; undefined where nobody gives way. */
  readonly terms: BudgetTerms | undefined;
  /** How many workers there are: each goes by its part, and none asks another. */
  readonly workers: () => number;
  /** Of so many addresses it is known what they had. */
  readonly kept: number;
}

/**
 * What is made for viewers of each address before it gives way to others. Not a budget: beyond it is made as well, but after what is within the
 * shares of others, and with what they leave of the processors. So who asks for much, or for what is dear, does not hold up those who ask for little, from however
 * many addresses.
 */
export class Shares {
  readonly #options: Options;
  readonly #buckets: LocalBuckets;

  constructor(options: Options) {
    this.#options = options;
    this.#buckets = new LocalBuckets(options.kept);
  }

  /** Whether a run is within the share of one of those who wait for it, who then has less; and where it is not known of anybody that they wait. */
  take(clients: readonly string[], price: number): boolean {
    const { terms, workers } = this.#options;
    if (terms === undefined || clients.length === 0) return true;
    const nowMs = performance.now();
    const parts = Math.max(1, workers());
    const part = { burst: terms.burst / parts, perSecond: terms.perSecond / parts };
    return clients.some((client) => this.#buckets.charge(client, price, part, nowMs).granted);
  }
}
