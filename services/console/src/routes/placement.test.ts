import { expect, test } from 'vitest';
import { startConsole } from '../testing/start-console.js';

test('a video is placed on two workers, and those that have it are named', async () => {
  const { get, ids, join } = await startConsole();
  const contentId = 2n ** 63n + 5n;
  const copy = { contentId: String(contentId), artifactId: 'a', bytes: 10, complete: true };
  await join('w1', (worker) => worker.post('/artifacts/status', () => ({ copies: [copy] })));
  await join('w2', (worker) => worker.post('/artifacts/status', () => ({ copies: [] })));
  const placement = (await get(`/admin/videos/${ids.encode(contentId)}/placement`)).json();
  expect(placement).toMatchObject({
    contentId: String(contentId),
    epoch: 2,
    holders: [{ worker: 'w1', bytes: 10, complete: true }],
    silent: [],
  });
  expect(placement.slot).toBeGreaterThanOrEqual(0);
  expect(placement.slot).toBeLessThan(65_536);
  expect([placement.master, placement.replica].sort()).toEqual(['w1', 'w2']);
});

test('who does not answer is not said to have nothing', async () => {
  const { get, ids, join } = await startConsole();
  await join('w1', (worker) => worker.post('/artifacts/status', () => ({ copies: [] })));
  await join('w2', (worker) => worker.post('/artifacts/status', (_request, reply) => reply.code(500).send()));
  expect((await get(`/admin/videos/${ids.encode(7n)}/placement`)).json()).toMatchObject({
    ...{ holders: [], silent: ['w2'] },
  });
});

test('a draining worker leaves the ring and comes back', async () => {
  const { get, ids, join, post, untilState } = await startConsole();
  await join('w1');
  await join('w2');
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
  await join('w1', undefined, 3);
  await join('w2', undefined, 4);
  await join('w3', undefined, 4);
  const placementIn = async (pool: bigint) =>
    (await get(`/admin/videos/${ids.encode((pool << 48n) + 1n)}/placement`)).json();
  expect(await placementIn(3n)).toMatchObject({ pool: 3, master: 'w1', replica: null });
  for (const pool of [0n, 2n, 4n]) {
    const { pool: shown, master, replica } = await placementIn(pool);
    expect([shown, ...[master, replica].toSorted()]).toEqual([4, 'w2', 'w3']);
  }
});

test('what does not exist is not found', async () => {
  const { get, post } = await startConsole();
  expect((await get('/admin/videos/forged/placement')).statusCode).toBe(404);
  expect((await post('/admin/workers/w9/drain')).statusCode).toBe(404);
});
