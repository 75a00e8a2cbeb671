import { expect, test } from 'vitest';
import { looksAtMs } from './settling.js';

test.each([
  [0, 0, 1_000],
  [0, 900, 1_900],
  [0, 8_000, 9_000],
  // Workers that come and go for good must not keep it from ever being looked at.
  [0, 9_500, 10_000],
  [0, 60_000, 10_000],
])('first changed at %i, last at %i: looks at %i', (firstAtMs, lastAtMs, expected) => {
  expect(looksAtMs({ firstAtMs, lastAtMs }, 1_000)).toBe(expected);
});
