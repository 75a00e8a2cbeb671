import { type Bucket, type BudgetTerms, type Charge, refilled, taken } from '@understudy/metadata-store';

/**
 * Buckets that this worker keeps by itself, for while the metadata store is away. A bounded number of them: where there are more, the one that was used
 * least lately is forgotten, and is full again.
 */
export class LocalBuckets {
  readonly #most: number;
  /** The one that was used last is last. */
  readonly #buckets = new Map<string, Bucket>();

  constructor(most: number) {
    this.#most = most;
  }

  charge(key: string, price: number, terms: BudgetTerms, nowMs: number): Charge {
    const { bucket, charge } = taken(refilled(this.#buckets.get(key), terms, nowMs), price, terms);
    this.#keep(key, bucket);
    return charge;
  }

  /** Takes what another bucket gave, and be it all: whoever has used up the one has used up the other. */
  mirror(key: string, price: number, terms: BudgetTerms, nowMs: number): void {
    const bucket = refilled(this.#buckets.get(key), terms, nowMs);
    this.#keep(key, { ...bucket, left: Math.max(0, bucket.left - price * 1_000) });
  }

  #keep(key: string, bucket: Bucket): void {
    this.#buckets.delete(key);
    this.#buckets.set(key, bucket);
    const [oldest] = this.#buckets.keys();
    if (this.#buckets.size > this.#most && oldest !== undefined) this.#buckets.delete(oldest);
  }
}
