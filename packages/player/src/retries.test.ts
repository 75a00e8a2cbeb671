import { expect, test } from 'vitest';
import { isWorthRetrying, maxRetries, retryDelayMs } from './retries.js';

test('the first tries follow quickly, the later ones every two seconds', () => {
  expect([0, 1, 2, 3, 4, 5, 6, 100].map(retryDelayMs)).toEqual([
    100, 200, 400, 800, 1_600, 2_000, 2_000, 2_000,
  ]);
});

test('tries that fail at once are made for a minute, and not for much longer', () => {
  const wholeMs = Array.from({ length: maxRetries }, (_, before) => retryDelayMs(before)).reduce(
    (sum, delayMs) => sum + delayMs,
  );
  expect(wholeMs).toBeGreaterThanOrEqual(60_000);
  expect(wholeMs).toBeLessThan(63_000);
});

test.each([undefined, 0, 200, 206, 408, 425, 429, 500, 502, 503, 507])(
  '%s is worth another try',
  (status) => {
    expect(isWorthRetrying(status)).toBe(true);
  },
);

test.each([400, 401, 403, 404, 410, 416])('%s is an answer', (status) => {
  expect(isWorthRetrying(status)).toBe(false);
});
