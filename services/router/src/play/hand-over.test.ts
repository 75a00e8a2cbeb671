import { randomBytes } from 'node:crypto';
import { afterEach, expect, test } from 'vitest';
import type { FakeWorker } from '../testing/fake-worker.js';
import { expectWhole, playAll } from '../testing/play.js';
import { TestRouter } from '../testing/test-router.js';

const body = randomBytes(300_000);
let router: TestRouter;

afterEach(() => router.close());

async function start(growing: boolean) {
  router = await TestRouter.start(body, {
    UNDERSTUDY_STALL_MS: '60000',
    UNDERSTUDY_FAILOVER_DEADLINE_MS: '60000',
  });
  for (const worker of router.workers) worker.growing = growing;
  return router.workers as readonly [FakeWorker, FakeWorker, FakeWorker];
}

const play = () => playAll(router.part('video.mp4'));

test.each([true, false])(
  'growing %s: what a worker that drains is playing goes on from another at the next byte',
  async (growing) => {
    const [master, replica] = await start(growing);
    const count = 40;
    master.behaviours = Array.from({ length: count }, () => ({
      do: 'break',
      bytes: 100_001,
      how: 'silence',
    }));
    const playing = Array.from({ length: count }, play);
    await expect.poll(() => master.asked.length).toBe(count);
    router.drain(master);
    for (const played of playing) expectWhole(await played, body);
    expect(master.closedByPeer).toBe(count);
    expect(replica.asked).toHaveLength(count);
    const metrics = await router.context.registry.metrics();
    expect(metrics).toContain(`understudy_router_upstreams_lost_total{reason="draining"} ${count}`);
  },
);

test('new responses come from the others; from one that drains only where nobody else can', async () => {
  const [master, replica, third] = await start(false);
  router.drain(master);
  expectWhole(await play(), body);
  expect([master.asked.length, replica.asked.length]).toEqual([0, 1]);
  for (const worker of [replica, third])
    worker.behaviours = [{ do: 'refuse', status: 503, code: 'generator_queue_full' }];
  expectWhole(await play(), body);
  expect(master.asked.length).toBe(1);
});

test('where nobody else can go on, it goes back to the one that drains, and stays', async () => {
  const [master, replica, third] = await start(false);
  master.behaviours = [{ do: 'break', bytes: 100_001, how: 'silence' }];
  for (const worker of [replica, third])
    worker.behaviours = Array.from({ length: 3 }, () => ({
      do: 'refuse',
      status: 503,
      code: 'storage_full',
    }));
  const playing = play();
  await expect.poll(() => master.asked.length).toBe(1);
  router.drain(master);
  expectWhole(await playing, body);
  expect(master.asked.length).toBe(2);
});

test('a response that has ended is not moved, and a worker that is active again keeps its own', async () => {
  const [master, replica] = await start(false);
  expectWhole(await play(), body);
  router.drain(master);
  router.drain();
  master.behaviours = [{ do: 'trickle', everyMs: 5 }];
  const trickling = new AbortController();
  const playing = fetch(router.part('video.mp4'), { signal: trickling.signal }).then((answer) =>
    answer.text(),
  );
  await expect.poll(() => master.trickled).toBeGreaterThan(5);
  expect(replica.asked).toHaveLength(0);
  trickling.abort();
  await playing.catch(() => undefined);
});
