import { expect, test } from 'vitest';
import { ago } from './ago.js';

test.each([
  [0, '0 s ago'],
  [-3_000, '0 s ago'],
  [59_400, '59 s ago'],
  [60_000, '1 min ago'],
  [3_540_000, '59 min ago'],
])('%i ms are %s', (ms, text) => {
  expect(ago(1_000_000, 1_000_000 + ms)).toBe(text);
});
