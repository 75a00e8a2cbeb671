import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type MetadataStore, openMetadataStore } from '@understudy/metadata-store';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { RequestRates } from './request-rates.js';

let directory: string;
let store: MetadataStore;
let routers: RequestRates[];
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'understudy-rates-'));
  store = await openMetadataStore(`lmdb:${directory}`);
  routers = [];
});
afterEach(async () => {
  for (const rates of routers) rates.close();
  await store.close();
  await rm(directory, { recursive: true });
});

function router(shared: Pick<MetadataStore, 'charge'> = store): RequestRates {
  const rates = new RequestRates({
    perSecond: 100,
    kept: 1_000,
    shared,
    nameOf: (name) => `requests:${name}`,
  });
  routers.push(rates);
  return rates;
}

/** How many of so many requests may be, all at once. */
function granted(rates: RequestRates, count: number, address = 'a'): number {
  const nowMs = performance.now();
  return Array.from({ length: count }, () => rates.take(address, nowMs)).filter((waitS) => waitS === 0)
    .length;
}

test('what an address takes from one router it has not at another, once that was told', async () => {
  const [one, other] = [router(), router()];
  expect(granted(one, 300)).toBe(200);
  await one.share();
  expect(granted(other, 150)).toBe(150);
  await other.share();
  // It may have had 50 of its own, had the other router not told.
  expect(granted(other, 50)).toBe(0);
  expect(granted(other, 50, 'b')).toBe(50);
  // What it had too much is charged before it has more.
  other.close();
  const { charge } = store;
  const prices: number[] = [];
  const owing = router({
    charge(name, price, terms) {
      prices.push(price);
      return charge.call(store, name, price, terms);
    },
  });
  await store.charge('requests:c', 200, { burst: 200, perSecond: 100 });
  granted(owing, 150, 'c');
  await owing.share();
  await owing.share();
  expect(prices).toEqual([150, 150]);
});

test('who takes little of its rate is not told of', async () => {
  const told: string[] = [];
  const rates = router({
    async charge(name) {
      told.push(name);
      return { granted: true, left: 1 };
    },
  });
  granted(rates, 20);
  granted(rates, 30, 'b');
  await rates.share();
  expect(told).toEqual(['requests:b']);
});

test("while the store is away a router's own count stands", async () => {
  const rates = router({ charge: () => Promise.reject(new Error('away')) });
  expect(granted(rates, 300)).toBe(200);
  await rates.share();
  expect(rates.take('a', performance.now() + 1_000)).toBe(0);
});
