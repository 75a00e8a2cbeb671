import { afterEach, expect, test } from 'vitest';
import { TestRouter } from '../testing/test-router.js';

let router: TestRouter;
afterEach(() => router.close());

const origins = 'https://a.example,https://b.example';
const start = (env: Record<string, string>) => TestRouter.start(Buffer.from('a playlist'), env);

test('the steering manifest has the address first by which the router was asked', async () => {
  router = await start({ UNDERSTUDY_PUBLIC_ORIGINS: origins, UNDERSTUDY_STEERING_TTL_S: '7' });
  for (const [host, order] of [
    ['a.example', ['p1', 'p2']],
    ['b.example', ['p2', 'p1']],
  ] as const) {
    const { pathname } = new URL(router.part('steering.json'));
    const answer = await router.app.inject({
      url: `${pathname}?_HLS_pathway=p1&_HLS_throughput=x`,
      headers: { host },
    });
    expect([answer.statusCode, answer.json()]).toEqual([
      200,
      { VERSION: 1, TTL: 7, 'PATHWAY-PRIORITY': order },
    ]);
    expect(answer.headers).toMatchObject({
      'content-type': expect.stringMatching('^application/json'),
      'access-control-allow-origin': '*',
    });
  }
  expect((await fetch(`${router.url}/v/forged/steering.json`)).status).toBe(404);
  expect(router.workers.flatMap(({ asked }) => asked)).toEqual([]);
});

test('a worker is told the addresses with a multivariant playlist, and with nothing else', async () => {
  router = await start({ UNDERSTUDY_PUBLIC_ORIGINS: origins });
  const id = new URL(router.part('')).pathname;
  for (const part of ['multivariant.m3u8', 'index.m3u8', '0.m4s']) await fetch(router.part(part));
  const told = router.workers.flatMap(({ asked }) =>
    asked.map(({ url, headers }) => [url.split('/').at(-1), headers['understudy-pathways']]),
  );
  expect(told).toEqual([
    ['multivariant.m3u8', `${id} p1=https://a.example p2=https://b.example`],
    ['index.m3u8', undefined],
    ['0.m4s', undefined],
  ]);
});

test('with one address there is no steering', async () => {
  router = await start({});
  expect((await fetch(router.part('steering.json'))).status).toBe(404);
  await fetch(router.part('multivariant.m3u8'));
  expect(router.workers.flatMap(({ asked }) => asked)[0]?.headers).not.toHaveProperty('understudy-pathways');
});
