import { expect, test } from 'vitest';
import { AddressBuckets } from './address-buckets.js';

const terms = { burst: 3, perSecond: 2, kept: 2 };

test('a full bucket is there at once, and then what flows into it', () => {
  const buckets = new AddressBuckets(terms);
  expect([1, 2, 3].map(() => buckets.take('a', 0))).toEqual([0, 0, 0]);
  expect(buckets.take('a', 0)).toBe(1);
  expect(buckets.take('b', 0)).toBe(0);
  expect(buckets.take('a', 499)).toBe(1);
  expect(buckets.take('a', 500)).toBe(0);
  expect(buckets.take('a', 501)).toBe(1);
  // No fuller than full.
  expect([1, 2, 3, 4].map(() => buckets.take('a', 100_000))).toEqual([0, 0, 0, 1]);
});

test('a blocked address has nothing for so long', () => {
  const buckets = new AddressBuckets(terms);
  buckets.block('a', 4, 0);
  expect(buckets.take('a', 0)).toBe(4);
  expect(buckets.take('a', 3_900)).toBe(1);
  expect(buckets.take('a', 4_001)).toBe(0);
});

test('of more addresses than are kept the least recently used is forgotten', () => {
  const buckets = new AddressBuckets({ ...terms, burst: 1 });
  for (const address of ['a', 'b', 'a', 'c']) buckets.take(address, 0);
  expect(buckets.size).toBe(2);
  expect(buckets.take('a', 0)).toBeGreaterThan(0);
  expect(buckets.take('b', 0)).toBe(0);
});
