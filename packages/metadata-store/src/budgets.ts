import { UnderstudyError } from '@understudy/errors';

/** How many buckets that are full again are removed with each charge; more than one, so that none of them stays. */
export const forgottenBucketsAtOnce = 100;

/** What a bucket holds when it is full, and how quickly it fills again; both in generation-seconds. */
export interface BudgetTerms {
  readonly burst: number;
  readonly perSecond: number;
}

/** A bucket as it was at a moment. One that is not there is full. */
export interface Bucket {
  /** In thousandths of a generation-second. */
  readonly left: number;
  /** In ms, on the clock of whoever keeps it. */
  readonly atMs: number;
}

export type Charge =
  | { readonly granted: true; readonly left: number }
  /** Nothing was taken. After `retryAfterS` there is enough, if nobody else takes of it; undefined where a full bucket is too small. */
  | { readonly granted: false; readonly left: number; readonly retryAfterS: number | undefined };

export interface Budgets {
  /**
   * Takes `price` generation-seconds from the bucket named `budgetKey` if it holds as much; exact, whoever else takes of it at the same time. `budgetKey` is a
   * name (see `checkName`): hash what comes from outside. Not to be repeated after an error: it may have been taken.
   */
  charge(budgetKey: string, price: number, terms: BudgetTerms): Promise<Charge>;

  /** Gives back what was taken and not used; a bucket never holds more than its burst. */
  refund(budgetKey: string, price: number, terms: BudgetTerms): Promise<void>;
}

/** The bucket at `nowMs`. A clock that was set back fills nothing. */
export function refilled(
  bucket: Bucket | undefined,
  { burst, perSecond }: BudgetTerms,
  nowMs: number,
): Bucket {
  const full = burst * 1_000;
  if (bucket === undefined) return { left: full, atMs: nowMs };
  const grown = bucket.left + perSecond * Math.max(0, nowMs - bucket.atMs);
  return { left: Math.min(full, grown), atMs: nowMs };
}

/** Takes `price` from a bucket; the bucket stays as it was where there is not enough in it. */
export function taken(bucket: Bucket, price: number, terms: BudgetTerms): { bucket: Bucket; charge: Charge } {
  const cost = thousandths(price);
  if (cost > bucket.left) return { bucket, charge: refusal(bucket.left, cost, terms) };
  const after = { ...bucket, left: bucket.left - cost };
  return { bucket: after, charge: { granted: true, left: after.left / 1_000 } };
}

export function refusal(left: number, cost: number, { burst, perSecond }: BudgetTerms): Charge {
  const isTooDear = cost > burst * 1_000;
  return {
    granted: false,
    left: left / 1_000,
    retryAfterS: isTooDear ? undefined : Math.max(1, Math.ceil((cost - left) / perSecond / 1_000)),
  };
}

/** When a bucket is full again, on its own clock: there is nothing to be remembered of it from then on. */
export function fullAtMs({ left, atMs }: Bucket, { burst, perSecond }: BudgetTerms): number {
  return Math.ceil(atMs + (burst * 1_000 - left) / perSecond);
}

/**
 * A price as it is taken, rounded up.
 * @throws UnderstudyError `internal` for what is no price
 */
export function thousandths(price: number): number {
  if (!(price >= 0 && price < Number.MAX_SAFE_INTEGER / 1_000))
    throw new UnderstudyError('internal', `a price of ${price}`);
  return Math.ceil(price * 1_000);
}
