import { expect, test } from 'vitest';
import { RecentBytes } from './recent-bytes.js';

test('bytes are found from any place in the last ones', () => {
  const recent = new RecentBytes();
  recent.push(10, Buffer.from('abc'));
  recent.push(13, Buffer.from('de'));
  const from = (offset: number) => recent.from(offset)?.toString();
  expect([9, 10, 12, 13, 14, 15].map(from)).toEqual([undefined, 'abc', 'c', 'de', 'e', undefined]);
});

test('what is older than the limit is forgotten', () => {
  const recent = new RecentBytes();
  const chunk = Buffer.alloc(200 * 1024);
  for (let index = 0; index < 5; index += 1) recent.push(index * chunk.length, chunk);
  expect(recent.from(2 * chunk.length)).toBeUndefined();
  expect(recent.from(3 * chunk.length)).toHaveLength(chunk.length);
});
