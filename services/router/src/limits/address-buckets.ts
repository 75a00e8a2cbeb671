/** A token bucket as it was at a moment. One that is not kept is full. */
interface Bucket {
  left: number;
  atMs: number;
}

export interface BucketTerms {
  /** What a full bucket holds, and what flows into it in a second. */
  readonly burst: number;
  readonly perSecond: number;
  /** Buckets kept at most: past it those that were used least recently are forgotten. */
  readonly kept: number;
}

/** A token bucket for each address. Nothing is awaited, and memory is bounded, whoever asks. */
export class AddressBuckets {
  readonly #terms: BucketTerms;
  /** In the order in which they were last used. */
  readonly #buckets = new Map<string, Bucket>();

  constructor(terms: BucketTerms) {
    this.#terms = terms;
  }

  /** Takes a token at `nowMs`. Returns 0 where there was one, otherwise after how many seconds, a whole number, there is. */
  take(address: string, nowMs: number): number {
    const { perSecond } = this.#terms;
    const bucket = this.#touch(address, nowMs);
    if (bucket.left >= 1) {
      bucket.left -= 1;
      return 0;
    }
    return Math.max(1, Math.ceil((1 - bucket.left) / perSecond));
  }

  /** Lets an address have nothing before `seconds` have gone, because of what it took elsewhere. */
  block(address: string, seconds: number, nowMs: number): void {
    const bucket = this.#touch(address, nowMs);
    bucket.left = Math.min(bucket.left, 1 - seconds * this.#terms.perSecond);
  }

  get size(): number {
    return this.#buckets.size;
  }

  #touch(address: string, nowMs: number): Bucket {
    const { burst, perSecond, kept } = this.#terms;
    const known = this.#buckets.get(address);
    if (known !== undefined) {
      known.left = Math.min(burst, known.left + (perSecond * (nowMs - known.atMs)) / 1_000);
      known.atMs = nowMs;
      this.#buckets.delete(address);
      this.#buckets.set(address, known);
      return known;
    }
    const bucket = { left: burst, atMs: nowMs };
    this.#buckets.set(address, bucket);
    const [oldest] = this.#buckets.keys();
    if (this.#buckets.size > kept && oldest !== undefined) this.#buckets.delete(oldest);
    return bucket;
  }
}
