import { expect, test } from 'vitest';
import { slowStartWarmth } from './slow-start.js';

test.each([
  [0, 0, 1],
  [0, 8_000, 0.125],
  [-1, 8_000, 0.125],
  [999, 8_000, 0.125],
  [1_000, 8_000, 0.25],
  [4_000, 8_000, 0.625],
  [7_999, 8_000, 1],
  [8_000, 8_000, 1],
  [1e12, 8_000, 1],
])('%s ms after a start of %s ms: %s', (elapsedMs, slowStartMs, warmth) => {
  expect(slowStartWarmth(elapsedMs, slowStartMs)).toBe(warmth);
});
