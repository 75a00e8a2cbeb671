import { expect, test } from 'vitest';
import { RecentBytes } from './recent-bytes.js';

test('bytes are found from any place in the last ones', () => {
  const recent = new RecentBytes();
  recent.push(10, Buffer.from('abc'));
  recent.push(13, Buffer.from('de'));
  const from = (offset: number) => recent.from(offset)?.toString();
  expect([9, 10, 12, 13, 14, 15].map(from)).toEqual([undefined, 'abc', 'c', 'de', 'e', undefined]);
});

test('all bytes are given where none are forgotten', () => {
  const recent = new RecentBytes();
  recent.push(0, Buffer.from('abc'));
  recent.push(3, Buffer.from('de'));
  expect(recent.whole(5)?.toString()).toBe('abcde');
  expect(recent.whole(6)).toBeUndefined();
  const chunk = Buffer.alloc(300 * 1024);
  recent.push(5, chunk);
  recent.push(5 + chunk.length, chunk);
  expect(recent.whole(5 + 2 * chunk.length)).toBeUndefined();
});

test('what is older than the limit is forgotten', () => {
  const recent = new RecentBytes();
  const chunk = Buffer.alloc(200 * 1024);
  for (let index = 0; index < 5; index += 1) recent.push(index * chunk.length, chunk);
  expect(recent.from(2 * chunk.length)).toBeUndefined();
  expect(recent.from(3 * chunk.length)).toHaveLength(chunk.length);
});
