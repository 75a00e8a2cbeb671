import {
  type Bucket,
  type Budgets,
  type BudgetTerms,
  forgottenBucketsAtOnce,
  fullAtMs,
  refilled,
  taken,
  thousandths,
} from '../budgets.js';
import type { LmdbEnvironment, LmdbRoot } from './lmdb-environment.js';
import { lmdbKeys } from './lmdb-keys.js';

interface StoredBucket extends Bucket {
  readonly fullMs: number;
}

/** All processes are on one machine, so `Date.now()` is the store's clock. */
export function lmdbBudgets(environment: LmdbEnvironment): Budgets {
  return {
    async charge(budgetKey, price, terms) {
      const key = lmdbKeys.budget(budgetKey);
      return environment.write('charge', (root) => {
        const nowMs = Date.now();
        forget(root, nowMs);
        const before = root.get(key) as StoredBucket | undefined;
        const { bucket, charge } = taken(refilled(before, terms, nowMs), price, terms);
        if (charge.granted) keep(root, budgetKey, before, bucket, terms);
        return charge;
      });
    },

    async refund(budgetKey, price, terms) {
      const key = lmdbKeys.budget(budgetKey);
      await environment.write('refund', (root) => {
        const before = root.get(key) as StoredBucket | undefined;
        if (before === undefined) return;
        const { left, atMs } = refilled(before, terms, Date.now());
        const bucket = { left: Math.min(terms.burst * 1_000, left + thousandths(price)), atMs };
        keep(root, budgetKey, before, bucket, terms);
      });
    },
  };
}

function keep(
  root: LmdbRoot,
  budgetKey: string,
  before: StoredBucket | undefined,
  bucket: Bucket,
  terms: BudgetTerms,
): void {
  const fullMs = fullAtMs(bucket, terms);
  if (before !== undefined) root.remove(lmdbKeys.budgetFull(before.fullMs, budgetKey));
  root.put(lmdbKeys.budget(budgetKey), { ...bucket, fullMs } satisfies StoredBucket);
  root.put(lmdbKeys.budgetFull(fullMs, budgetKey), true);
}

/** Those that are full again. */
function forget(root: LmdbRoot, nowMs: number): void {
  const first = [...root.getKeys({ ...lmdbKeys.budgetsFull, limit: forgottenBucketsAtOnce })];
  for (const key of first.filter((each) => lmdbKeys.endOf(each) <= nowMs)) {
    root.remove(key);
    root.remove(lmdbKeys.budget(lmdbKeys.lastPart(key)));
  }
}
