import { afterEach, beforeEach, expect, test } from 'vitest';
import { TestRouter } from '../testing/test-router.js';

let router: TestRouter;
beforeEach(async () => {
  router = await TestRouter.start(Buffer.from('a video'));
});
afterEach(() => router.close());

const notFound = '{"title":"There is nothing here.","status":404,"code":"not_found"}';

test.each([
  '/v/forged/video.mp4',
  '/v/%2e%2e/video.mp4',
  '/v/%zz/video.mp4',
  `/v/${'1'.repeat(5_000)}/video.mp4`,
  '/v//video.mp4',
  '/v/',
  '/healthz',
  '/metrics',
  '/admin/cluster',
  '/status',
  '/',
])('%s gets the one 404, and no worker is asked', async (path) => {
  const answer = await fetch(`${router.url}${path}`);
  expect([answer.status, await answer.text()]).toEqual([404, notFound]);
  expect(answer.headers.get('content-type')).toBe('application/problem+json');
  expect(router.workers.flatMap(({ asked }) => asked)).toEqual([]);
});

test('an unknown part of a genuine video looks like a forged ID', async () => {
  for (const part of ['status', 'feed', 'follow', 'video.mp4x']) {
    expect(await (await fetch(router.part(part))).text()).toBe(notFound);
  }
  expect(router.workers.flatMap(({ asked }) => asked)).toEqual([]);
});

test('where playback is open a token means nothing, and there is no folder of grants', async () => {
  expect((await fetch(`${router.part('video.mp4')}?token=forged`)).status).toBe(200);
  expect(await (await fetch(router.part('s/x/index.m3u8'))).text()).toBe(notFound);
});

test('other methods are refused with those that are allowed', async () => {
  const answer = await fetch(router.part('video.mp4'), { method: 'DELETE' });
  expect([answer.status, answer.headers.get('allow')]).toEqual([405, 'GET, HEAD, OPTIONS']);
});

test('while the catalog is away its paths say when to come back', async () => {
  const answer = await fetch(`${router.url}/v1/videos`, { method: 'POST', body: '{}' });
  expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '5']);
  expect(await answer.json()).toMatchObject({ code: 'catalog_unavailable' });
});
