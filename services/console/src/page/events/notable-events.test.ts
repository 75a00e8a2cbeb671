import { expect, test } from 'vitest';
import { isNotable } from './notable-events.js';

test.each([
  ['sealed', 'info', false],
  ['streamed', 'debug', false],
  ['failover', 'info', true],
  ['operator.key-revoked', 'info', true],
  ['operator.unrevoke', 'info', true],
  ['upstream.lost', 'warn', true],
  ['failed', 'fatal', true],
])('%s, %s: %s', (event, level, expected) => {
  expect(isNotable({ source: 'worker w1', time: '', message: '', event, level })).toBe(expected);
});
