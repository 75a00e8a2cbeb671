import { expect, test } from 'vitest';
import { parseAddressRange } from './address-range.js';

test.each([
  ['203.0.113.7', ['203.0.113.7', '::ffff:203.0.113.7'], ['203.0.113.8', '::1', '', 'x']],
  ['10.0.0.0/8', ['10.255.0.1', '::FFFF:10.1.1.1'], ['11.0.0.1', '::a00:1']],
  ['0.0.0.0/0', ['1.2.3.4'], ['2001:db8::1']],
  ['2001:db8::/32', ['2001:db8:1::1'], ['2001:db9::1', '10.0.0.1']],
  ['2001:db8::1', ['2001:0db8:0:0::1'], ['2001:db8::2']],
])('%s', (text, inside, outside) => {
  const range = parseAddressRange(text);
  expect(inside.filter((address) => range?.has(address))).toEqual(inside);
  expect(outside.filter((address) => range?.has(address))).toEqual([]);
});

test.each([
  '',
  '10.0.0.0/33',
  '2001:db8::/129',
  '10.0.0/8',
  '10.0.0.1-9',
  'localhost',
  '10.0.0.0/',
  '10.0.0.0/-1',
  'fe80::1%eth0',
])('%j is none', (text) => {
  expect(parseAddressRange(text)).toBeUndefined();
});
