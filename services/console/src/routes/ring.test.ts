import { expect, test } from 'vitest';
import { startConsole } from '../testing/start-console.js';

interface Ring {
  readonly leading: number;
  readonly pools: { pool: number; workers: { id: string; master: number; replica: number }[] }[];
}

test('the ring of each pool gives away every slot once, as master and as replica', async () => {
  const { get, join, post, untilState } = await startConsole();
  await join('w1', undefined, 4);
  await join('w2', undefined, 4);
  await join('w3', undefined, 4);
  await join('old', undefined, 3);
  const ringNow = async () => (await get('/admin/ring')).json() as Ring;
  const { leading, pools } = await ringNow();
  expect(leading).toBe(4);
  expect(pools.map(({ pool }) => pool)).toEqual([3, 4]);
  const [alone, shared] = pools;
  // Nobody is there to be its replica.
  expect(alone?.workers).toMatchObject([{ id: 'old', master: 65_536, replica: 0 }]);
  for (const role of ['master', 'replica'] as const) {
    const counts = shared?.workers.map((worker) => worker[role]) ?? [];
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(65_536);
    for (const count of counts) expect(count).toBeGreaterThan(65_536 / 4);
  }
  await post('/admin/workers/w1/drain');
  await untilState('w1', 'draining');
  const drained = (await ringNow()).pools[1]?.workers.find(({ id }) => id === 'w1');
  expect(drained).toMatchObject({ state: 'draining', master: 0, replica: 0 });
});

test('it needs the key', async () => {
  const { app } = await startConsole();
  expect((await app.inject({ url: '/admin/ring' })).statusCode).toBe(401);
});
