import { expect, test } from 'vitest';
import { roomIn } from './room.js';

const none = Number.POSITIVE_INFINITY;

test.each([
  ['the quota', { used: 10, free: 1_000, quota: 200, reserve: 50 }, 200],
  ['what the disk has left, without the reserve', { used: 10, free: 100, quota: 200, reserve: 50 }, 60],
  ['the disk alone where there is no quota', { used: 10, free: 100, quota: none, reserve: 0 }, 110],
  ['less than is used, where others fill the disk', { used: 500, free: 0, quota: none, reserve: 100 }, 400],
  ['nothing, where they leave not even the reserve', { used: 10, free: 0, quota: none, reserve: 100 }, 0],
])('the limit is %s', (_what, space, limit) => {
  const room = roomIn(space);
  expect(room.limit).toBe(limit);
  expect(room.low).toBeLessThanOrEqual(room.high);
  expect(room.high).toBeLessThanOrEqual(room.limit);
});
