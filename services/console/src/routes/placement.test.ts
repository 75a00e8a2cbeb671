import type { FastifyInstance } from 'fastify';
import { expect, test } from 'vitest';
import { startConsole } from '../testing/start-console.js';

/** A worker that says of everything that it has some of it. */
const anybodysCopy = (worker: FastifyInstance) =>
  worker.post<{ Body: { contentIds: string[] } }>('/artifacts/status', ({ body }) => ({
    copies: body.contentIds.map((contentId) => ({ contentId, artifactId: 'a', bytes: 10, complete: false })),
  }));

test('a video is placed on two workers, and those that have it are named', async () => {
  const { get, ids, join } = await startConsole();
  const contentId = 2n ** 63n + 5n;
  const copy = {
    contentId: String(contentId),
    artifactId: 'a',
    bytes: 10,
    complete: true,
    demand: { players: 3, requestsPerS: 1 },
  };
  await join('w1', (worker) => worker.post('/artifacts/status', () => ({ copies: [copy] })));
  await join('w2', (worker) => worker.post('/artifacts/status', () => ({ copies: [] })));
  const placement = (await get(`/admin/videos/${ids.encode(contentId)}/placement`)).json();
  expect(placement).toMatchObject({
    contentId: String(contentId),
    epoch: 2,
    holders: [{ worker: 'w1', bytes: 10, complete: true, players: 3 }],
    silent: [],
  });
  expect(placement.slot).toBeGreaterThanOrEqual(0);
  expect(placement.slot).toBeLessThan(65_536);
  expect([placement.master, placement.replica].sort()).toEqual(['w1', 'w2']);
});

test('who does not answer is not said to have nothing', async () => {
  const { get, ids, join, store } = await startConsole();
  const { contentId } = await store.createDescription('d', '{"title":"one"}');
  await join('w1', (worker) => worker.post('/artifacts/status', () => ({ copies: [] })));
  await join('w2', (worker) => worker.post('/artifacts/status', (_request, reply) => reply.code(500).send()));
  expect((await get(`/admin/videos/${ids.encode(contentId)}/placement`)).json()).toMatchObject({
    ...{ holders: [], silent: ['w2'] },
  });
});

test('a draining worker leaves the ring and comes back', async () => {
  const { get, ids, join, post, untilState } = await startConsole();
  await join('w1', anybodysCopy);
  await join('w2', anybodysCopy);
  const url = `/admin/videos/${ids.encode(1n)}/placement`;
  expect((await post('/admin/workers/w1/drain')).json()).toEqual({ id: 'w1', state: 'draining' });
  await untilState('w1', 'draining');
  expect((await get(url)).json()).toMatchObject({ master: 'w2', replica: null });
  await post('/admin/workers/w1/activate');
  await untilState('w1', 'active');
  const { master, replica } = (await get(url)).json();
  expect([master, replica].sort()).toEqual(['w1', 'w2']);
});

test('a video is placed in its pool, and when nobody is in it any more in the leading one', async () => {
  const { get, ids, join } = await startConsole();
  await join('w1', anybodysCopy, 3);
  await join('w2', anybodysCopy, 4);
  await join('w3', anybodysCopy, 4);
  const placementIn = async (pool: bigint) =>
    (await get(`/admin/videos/${ids.encode((pool << 48n) + 1n)}/placement`)).json();
  expect(await placementIn(3n)).toMatchObject({ pool: 3, master: 'w1', replica: null });
  for (const pool of [0n, 2n, 4n]) {
    const { pool: shown, master, replica } = await placementIn(pool);
    expect([shown, ...[master, replica].toSorted()]).toEqual([4, 'w2', 'w3']);
  }
});

test('the content ID of the logs names it as well, and the answer tells the ID that players see', async () => {
  const { get, ids, join } = await startConsole();
  await join('w1', anybodysCopy);
  const { id, contentId } = (await get('/admin/videos/17/placement')).json();
  expect([id, contentId]).toEqual([ids.encode(17n), '17']);
});

test('of a video that was deleted, or never described, nothing is promised', async () => {
  const { get, ids, join, store } = await startConsole();
  await join('w1');
  const { contentId } = await store.createDescription('d'.repeat(64), '{"title":"once"}');
  const url = `/admin/videos/${ids.encode(contentId)}/placement`;
  expect((await get(url)).json()).toMatchObject({ master: 'w1', holders: [] });
  await store.deleteDescription(contentId, 'd'.repeat(64));
  expect((await get(url)).json().code).toBe('gone');
  expect((await get('/admin/videos/4711/placement')).json()).toMatchObject({
    ...{ code: 'not_found', detail: '4711 was never described.' },
  });
});

test('what does not exist is not found', async () => {
  const { get, post } = await startConsole();
  expect((await get('/admin/videos/forged/placement')).json()).toMatchObject({
    ...{ status: 404, detail: expect.stringContaining('forged is the ID of no video') },
  });
  expect((await post('/admin/workers/w9/drain')).statusCode).toBe(404);
});
