import { UnderstudyError } from '@understudy/errors';
import { type Budgets, type Charge, refilled, taken } from '@understudy/metadata-store';
import { expect, test } from 'vitest';
import { AddressBudgets } from './address-budgets.js';

const terms = { burst: 100, perSecond: 0.001 };
const share = 10;

/** One bucket for each key, as a store has; `away` takes it away. */
class FakeStore implements Budgets {
  away = false;
  readonly #left = new Map<string, number>();

  async charge(key: string, price: number): Promise<Charge> {
    if (this.away) throw new UnderstudyError('metadata_unavailable');
    const bucket = refilled({ left: this.#left.get(key) ?? 100_000, atMs: 0 }, terms, 0);
    const after = taken(bucket, price, terms);
    this.#left.set(key, after.bucket.left);
    return after.charge;
  }

  async refund(key: string, price: number): Promise<void> {
    if (this.away) throw new UnderstudyError('metadata_unavailable');
    this.#left.set(key, (this.#left.get(key) ?? 100_000) + price * 1_000);
  }
}

function budgetsOf(store: Budgets, workers: number, kept = 1_000) {
  return Array.from(
    { length: workers },
    () => new AddressBudgets({ store, terms, share, workers: () => workers, kept, onCharged: () => {} }),
  );
}

async function granted(budgets: readonly AddressBudgets[], requests: number, client: string, price: number) {
  const charges = await Promise.all(
    Array.from({ length: requests }, (_, index) => budgets[index % budgets.length]?.charge(client, price)),
  );
  return charges.filter((charge) => charge?.granted).length * price;
}

test('a thousand requests at once to four workers get the budget, and no more', async () => {
  expect(await granted(budgetsOf(new FakeStore(), 4), 1_000, 'a', 3)).toBe(99);
});

test('with the store away all workers together give no more than one budget', async () => {
  const store = new FakeStore();
  const budgets = budgetsOf(store, 4);
  store.away = true;
  expect(await granted(budgets, 1_000, 'a', 3)).toBe(96);
  expect(await granted(budgets, 1_000, 'b', 3)).toBe(96);
});

test('who had used up the budget before the store was lost has none after', async () => {
  const store = new FakeStore();
  const budgets = budgetsOf(store, 2);
  expect(await granted(budgets, 100, 'a', 1)).toBe(100);
  store.away = true;
  expect(await granted(budgets, 100, 'a', 1)).toBe(0);
});

test('what is remembered is bounded, and refunds wait for nobody', async () => {
  const store = new FakeStore();
  const [budgets] = budgetsOf(store, 1, 2);
  store.away = true;
  for (const client of ['a', 'b', 'c'])
    expect(await budgets?.charge(client, 100)).toMatchObject({ granted: true });
  // `a` was forgotten for `c`.
  expect(await budgets?.charge('a', 100)).toMatchObject({ granted: true });
  expect(await budgets?.charge('c', 100)).toMatchObject({ granted: false });
  await budgets?.refund('c', 100);
  expect(await budgets?.charge('c', 100)).toMatchObject({ granted: false });
});

test('without terms nobody is asked', async () => {
  const store = new FakeStore();
  store.away = true;
  const options = { store, terms: undefined, share, workers: () => 1, kept: 1, onCharged: () => {} };
  expect(await new AddressBudgets(options).charge('a', 1e6)).toMatchObject({ granted: true });
});

test('who has had more than a share gives way, with the store and without', async () => {
  const store = new FakeStore();
  const budgets = budgetsOf(store, 2);
  const givesWay = async (client: string, price: number) =>
    (await budgets[0]?.charge(client, price))?.givesWay;
  expect([await givesWay('a', 10), await givesWay('a', 1)]).toEqual([false, true]);
  expect(await givesWay('b', 11)).toBe(true);
  store.away = true;
  // Of two workers each has half of it.
  expect([await givesWay('c', 5), await givesWay('c', 1)]).toEqual([false, true]);
});
