import { expect, test } from 'vitest';
import { Offers } from './offers.js';

test('a copy that was taken on and does not arrive is offered there after longer and longer pauses', () => {
  const offers = new Offers();
  let nowMs = 5_000;
  const pauses: number[] = [];
  for (let time = 1; time <= 8; time += 1) {
    expect(offers.made(1n, 'a', nowMs)).toBe(time);
    let pauseMs = 0;
    while (!offers.mayBeMade(1n, 'a', nowMs + pauseMs)) pauseMs += 500;
    pauses.push(pauseMs);
    nowMs += pauseMs;
  }
  expect(pauses).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000]);
  offers.made(1n, 'a', nowMs);
  expect(['a', 'b'].map((worker) => offers.mayBeMade(1n, worker, nowMs))).toEqual([false, true]);
  expect([offers.has(1n), offers.has(2n), offers.mayBeMade(2n, 'a', nowMs)]).toEqual([true, false, true]);
  offers.forget(1n);
  expect([offers.has(1n), offers.made(1n, 'a', nowMs)]).toEqual([false, 1]);
});

test('a copy that a worker declined is not offered there while it says so, and for an hour at most', () => {
  const offers = new Offers();
  offers.declined(1n, 'a', 5_000, 1_000);
  expect(['a', 'b'].map((worker) => offers.mayBeMade(1n, worker, 5_999))).toEqual([false, true]);
  expect(offers.mayBeMade(1n, 'a', 6_000)).toBe(true);
  offers.declined(1n, 'a', Number.MAX_VALUE, 0);
  expect([offers.isDeclined(1n, 'a', 3_599_999), offers.isDeclined(1n, 'a', 3_600_000)]).toEqual([
    true,
    false,
  ]);
  offers.forget(1n);
  expect(offers.mayBeMade(1n, 'a', 0)).toBe(true);
});
