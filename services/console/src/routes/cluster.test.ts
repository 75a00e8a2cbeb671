import { expect, test } from 'vitest';
import { startConsole } from '../testing/start-console.js';

const someWorker = {
  url: 'http://127.0.0.1:1',
  zone: 'a',
  capacity: 1,
  warmth: 1,
  state: 'active',
  generators: [],
  pid: 7,
} as const;

const status = {
  id: 'w1',
  streams: 2,
  generating: 1,
  artifacts: 3,
  bytes: 4_000,
  pendingMoves: 5,
  settledEpoch: 1,
};

test('the cluster is shown with what each worker says of itself, and with those that say nothing', async () => {
  const { get, join } = await startConsole();
  await join('w1', (worker) => worker.get('/status', () => status));
  await join('w2');
  const answer = await get('/admin/cluster');
  expect(answer.statusCode).toBe(200);
  const { epoch, metadata, workers } = answer.json();
  expect([epoch, metadata]).toEqual([2, 'reachable']);
  expect(workers).toEqual([
    expect.objectContaining({ ...status, state: 'active', pid: 7 }),
    expect.objectContaining({ id: 'w2', state: 'unreachable' }),
  ]);
  expect(workers[1]).not.toHaveProperty('streams');
});

test('a worker whose lease ran out is shown as lost until it is back', async () => {
  const { get, context, announce } = await startConsole();
  const lost = async () => (await get('/admin/cluster')).json().lost;
  await context.store.announce({ ...someWorker, id: 'w1' }, 300);
  await expect.poll(lost).toEqual([{ id: 'w1', atMs: expect.any(Number) }]);
  await announce('w1', 'http://127.0.0.1:1');
  expect(await lost()).toEqual([]);
});

test('routers are shown with what each says of itself; one of before that says nothing is active', async () => {
  const { get, route } = await startConsole();
  const told = { state: 'draining', streams: 3, catalog: 'unreachable' };
  await route('r1', (router) => router.get('/status', () => told));
  await route('r2', (router) => router.get('/streams', () => ({ total: 0, streams: [] })));
  await route('r3');
  // It answers, and does not know who asks.
  await route('r4', (router) => router.get('/status', (_request, reply) => reply.code(401).send({})));
  const { routers } = (await get('/admin/cluster')).json();
  expect(routers).toEqual([
    { id: 'r1', url: expect.any(String), pid: 7, ...told },
    { id: 'r2', url: expect.any(String), pid: 7, state: 'active' },
    { id: 'r3', url: expect.any(String), pid: 7, state: 'unreachable' },
    { id: 'r4', url: expect.any(String), pid: 7, state: 'unreachable' },
  ]);
});

test('nothing is shown or done without the key', async () => {
  const { app } = await startConsole();
  for (const [method, url] of [
    ['GET', '/admin/cluster'],
    ['GET', '/admin/videos/x/placement'],
    ['POST', '/admin/workers/w1/drain'],
  ] as const) {
    expect((await app.inject({ method, url })).statusCode).toBe(401);
  }
  const page = await app.inject({ url: '/' });
  expect(page.statusCode).toBe(200);
  expect(page.headers['content-security-policy']).toContain("default-src 'none'");
});
