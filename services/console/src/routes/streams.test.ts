import type { OpenResponse } from '@understudy/peer-protocol';
import { expect, test } from 'vitest';
import { startConsole } from '../testing/start-console.js';

const response = (requestId: string, ageMs: number): OpenResponse => ({
  ...{ requestId, contentId: '7', part: 'video.mp4', worker: 'w1', position: 9, bytes: 9, ageMs },
  ...{ moves: 1, silenceMs: 40 },
});

test('the responses of all routers, by the ID of the video, those that began first first', async () => {
  const { get, ids, route } = await startConsole();
  await route('r1', (router) =>
    router.get('/streams', () => ({ total: 5, streams: [response('a', 30), response('b', 10)] })),
  );
  await route('r2', (router) => router.get('/streams', () => ({ total: 1, streams: [response('c', 20)] })));
  await route('gone');
  const { total, unreachable, streams } = (await get('/admin/streams?limit=2')).json();
  expect({ total, unreachable }).toEqual({ total: 6, unreachable: ['gone'] });
  expect(streams).toEqual([
    expect.objectContaining({ router: 'r1', requestId: 'a', video: ids.encode(7n), moves: 1 }),
    expect.objectContaining({ router: 'r2', requestId: 'c' }),
  ]);
  expect(JSON.stringify(streams)).not.toContain('contentId');
});

test.each(['0', '1001', 'x', '-1'])('limit=%s is refused', async (limit) => {
  const { get } = await startConsole();
  const refused = await get(`/admin/streams?limit=${limit}`);
  expect(refused.statusCode).toBe(400);
  expect(refused.json().errors).toEqual([{ path: '/limit', message: 'must be from 1 to 1000' }]);
});
