import { expect, test } from 'vitest';
import { formatContinuation, parseContinuation } from './continuation.js';

const sha256 = 'a'.repeat(64);

test.each([
  [{ next: 0, last: undefined }, '0-'],
  [{ next: 100, last: 199 }, '100-199'],
  [{ next: 100, last: undefined, sent: { from: 7, sha256 } }, `100-;sent=7:${sha256}`],
])('%j is written as %s and read back', (continuation, text) => {
  expect(formatContinuation(continuation)).toBe(text);
  expect(parseContinuation(text)).toEqual(continuation);
});

test.each(['', '-1', '5-4', 'a-', '1-2;sent=0', `5-;sent=6:${sha256}`, `1-;sent=0:${sha256.slice(1)}`])(
  '%s is refused',
  (text) => {
    expect(parseContinuation(text)).toBeUndefined();
  },
);
