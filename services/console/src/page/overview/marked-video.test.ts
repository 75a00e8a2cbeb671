import type { Stream } from '@understudy/client';
import { expect, test } from 'vitest';
import { playingVideos } from './marked-video.js';

const stream = (video: string | null, ageMs: number) => ({ video, ageMs }) as Stream;

test('each video that is played once, the one that began last first, and no more than have room', () => {
  expect(playingVideos([stream('a', 30), stream('b', 20), stream(null, 5), stream('a', 10)])).toEqual([
    'a',
    'b',
  ]);
  expect(playingVideos(Array.from({ length: 50 }, (_, index) => stream(`v${index}`, index)))).toHaveLength(6);
});
