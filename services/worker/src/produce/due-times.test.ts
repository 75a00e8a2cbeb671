import { expect, test } from 'vitest';
import { DueTimes } from './due-times.js';

test('what is new is due after the lead; what has begun at once, then as it is played', () => {
  const dueTimes = new DueTimes(10_000);
  expect(dueTimes.next(false, 1_000)).toBe(11_000);
  expect(dueTimes.next(true, 1_000)).toBe(1_000);
  dueTimes.made(2_000, 3_000);
  expect(dueTimes.next(true, 3_001)).toBe(5_000);
  dueTimes.made(2_000, 6_000);
  expect(dueTimes.next(true, 6_001)).toBe(7_000);
});

test('what is far ahead waits no longer than what is new, and begins anew after a pause', () => {
  const dueTimes = new DueTimes(10_000);
  dueTimes.made(60_000, 0);
  expect(dueTimes.next(true, 1_000)).toBe(11_000);
  dueTimes.reset();
  expect(dueTimes.next(true, 2_000)).toBe(2_000);
});
