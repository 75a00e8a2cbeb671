import { expect, test } from 'vitest';
import { WrongKeyLimit } from './wrong-key-limit.js';

const limits = { burst: 3, refillMs: 1_000, addresses: 2 };

test('so many wrong keys at once, then one for each time that has passed', () => {
  const limit = new WrongKeyLimit(limits);
  const take = (nowMs: number) => limit.take('192.0.2.1', nowMs);
  expect([take(0), take(0), take(0), take(0), take(400)]).toEqual([0, 0, 0, 1_000, 600]);
  expect([take(1_000), take(1_000)]).toEqual([0, 1_000]);
  expect([take(9_000), take(9_000), take(9_000), take(9_000)]).toEqual([0, 0, 0, 1_000]);
  expect(limit.take('192.0.2.2', 9_000)).toBe(0);
});

test('what is given back was not taken', () => {
  const limit = new WrongKeyLimit(limits);
  for (let round = 0; round < 10; round += 1) {
    expect(limit.take('192.0.2.1', 0)).toBe(0);
    limit.giveBack('192.0.2.1', 0);
  }
  limit.giveBack('192.0.2.1', 0);
  expect([0, 1, 2, 3].map(() => limit.take('192.0.2.1', 0))).toEqual([0, 0, 0, 1_000]);
});

test('of more addresses than it may know the one that was quiet for longest is forgotten', () => {
  const limit = new WrongKeyLimit(limits);
  const takeAll = (address: string) => [0, 1, 2, 3].map(() => limit.take(address, 0)).at(-1);
  expect([takeAll('a'), takeAll('b'), takeAll('c')]).toEqual([1_000, 1_000, 1_000]);
  expect(limit.take('c', 0)).toBe(1_000);
  expect(limit.take('b', 0)).toBe(1_000);
  expect(limit.take('a', 0)).toBe(0);
});

test('whoever has one address of a /64 has all', () => {
  const limit = new WrongKeyLimit(limits);
  const waits = [1, 2, 3, 4].map((last) => limit.take(`2001:db8::${last}`, 0));
  expect(waits).toEqual([0, 0, 0, 1_000]);
});

test('a single token is there at every time that a clock may show', () => {
  for (let nowMs = 1 / 3; nowMs < 1e6; nowMs += 997.13) {
    const limit = new WrongKeyLimit({ burst: 1, refillMs: 60_000, addresses: 1 });
    expect(limit.take('127.0.0.1', nowMs)).toBe(0);
    expect(limit.take('127.0.0.1', nowMs)).toBeGreaterThan(0);
  }
});
