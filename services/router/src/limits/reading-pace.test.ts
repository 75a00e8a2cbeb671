import { expect, test } from 'vitest';
import { ReadingPace } from './reading-pace.js';

const floor = { bytesPerS: 100, windowMs: 1_000 };

test('who takes less than the floor over a window is slow', () => {
  const pace = new ReadingPace(0);
  expect(pace.slowness(0, true, 900, floor)).toBeUndefined();
  pace.mark(50, true, 1_000);
  expect(pace.slowness(75, true, 1_500, floor)).toBe(50);
  pace.mark(90, true, 2_000);
  expect(pace.slowness(100, true, 2_500, floor)).toBeCloseTo(33.3, 1);
});

test('who takes as much as the floor, or only paused for less than a window, is not', () => {
  const pace = new ReadingPace(0);
  pace.mark(100, true, 1_000);
  expect(pace.slowness(200, true, 2_000, floor)).toBeUndefined();
  pace.mark(300, true, 2_000);
  expect(pace.slowness(300, true, 2_900, floor)).toBeUndefined();
});

test('nobody is slow whose worker is waited for', () => {
  const pace = new ReadingPace(0);
  pace.mark(0, false, 1_000);
  expect(pace.slowness(0, true, 1_500, floor)).toBeUndefined();
  pace.mark(0, true, 2_000);
  expect(pace.slowness(0, false, 2_500, floor)).toBeUndefined();
});
