import type { Stream } from '@understudy/client';
import { expect, test } from 'vitest';
import { orderOf, orderStreams } from './order-streams.js';

const stream = (video: string, ageMs: number, moves: number) =>
  ({ video, requestId: 'r', worker: 'w1', router: 'host-1', part: 'video.mp4', ageMs, moves }) as Stream;

test('those that have the text, the most first', () => {
  const streams = [stream('one', 1, 9), stream('two', 2, 0), stream('other', 3, 4)];
  const ids = (order: 'ageMs' | 'moves', find: string) =>
    orderStreams(streams, order, find).map(({ video }) => video);
  expect(ids('ageMs', ' O')).toEqual(['other', 'two', 'one']);
  expect(ids('moves', 'W1')).toEqual(['one', 'other', 'two']);
  expect(ids('moves', 'none')).toEqual([]);
});

test.each([undefined, '', 'toString', 'video'])('%s is no order', (name) => {
  expect(orderOf(name)).toBe('ageMs');
  expect(orderOf('moves')).toBe('moves');
});
