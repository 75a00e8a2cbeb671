import { expect, test } from 'vitest';
import { DueTimes } from './due-times.js';

test('what has begun is due at once, then as it is played; what is new is not due', () => {
  const dueTimes = new DueTimes(5_000);
  expect(dueTimes.next(false, 1_000)).toBeUndefined();
  expect(dueTimes.next(true, 1_000)).toBe(1_000);
  dueTimes.made(2_000, 3_000);
  expect(dueTimes.next(true, 3_001)).toBe(5_000);
  dueTimes.made(2_000, 6_000);
  expect(dueTimes.next(true, 6_001)).toBe(7_000);
});

test('what is far ahead does not wait for as long, and what begins again after a pause is due at once', () => {
  const dueTimes = new DueTimes(5_000);
  dueTimes.made(60_000, 0);
  expect(dueTimes.next(true, 1_000)).toBe(11_000);
  dueTimes.reset();
  expect(dueTimes.next(true, 2_000)).toBe(2_000);
});
