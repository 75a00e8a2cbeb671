import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fromBase58, toBase58 } from './base58.js';

test('the ends of the range, checked by eye', () => {
  expect(toBase58(0n)).toBe('1'.repeat(24));
  expect(toBase58(57n)).toBe(`${'1'.repeat(23)}z`);
  expect(toBase58(58n)).toBe(`${'1'.repeat(22)}21`);
  expect(toBase58(2n ** 136n - 1n)).toHaveLength(24);
});

test('every value has one text, and comes back from it', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: 0n, max: 2n ** 136n - 1n }), (value) => {
      expect(toBase58(value)).toMatch(/^[1-9A-HJ-NP-Za-km-z]{24}$/);
      expect(fromBase58(toBase58(value))).toBe(value);
    }),
  );
});

test.each([
  ['above 136 bits', 'z'.repeat(24)],
  ['a letter outside the alphabet', `${'1'.repeat(23)}0`],
  ['a letter whose low byte is in the alphabet', `${'1'.repeat(23)}ı`],
])('%s: the text is not the one of its value', (_, text) => {
  expect(toBase58(fromBase58(text))).not.toBe(text);
});
