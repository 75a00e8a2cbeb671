import { expect, test } from 'vitest';
import { takesGzip } from './takes-gzip.js';

test.each(['gzip', 'br, gzip;q=0.5', 'deflate,GZIP , br'])('%s takes it', (accepted) => {
  expect(takesGzip(accepted)).toBe(true);
});

test.each([undefined, '', 'br', 'gzip;q=0', 'gzip;q=0.0, br', 'identity', 'xgzip'])(
  '%s does not',
  (accepted) => {
    expect(takesGzip(accepted)).toBe(false);
  },
);

test.each([
  ','.repeat(16_000),
  ' '.repeat(16_000),
  `gzip${' '.repeat(16_000)}x`,
  `gzip;q=0.${'0'.repeat(16_000)}x`,
  ',gzip;q=0 '.repeat(1_600),
])('what is made to take long does not: %.12s', (accepted) => {
  const startedAtMs = performance.now();
  for (let round = 0; round < 20; round += 1) takesGzip(accepted);
  // Measured: 3 ms. Where each character led to all others again it would be seconds.
  expect(performance.now() - startedAtMs).toBeLessThan(1_000);
});
