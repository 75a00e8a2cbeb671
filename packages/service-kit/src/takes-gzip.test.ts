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
