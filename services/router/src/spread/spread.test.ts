import { randomBytes } from 'node:crypto';
import { afterEach, expect, test } from 'vitest';
import type { Behaviour, FakeWorker } from '../testing/fake-worker.js';
import { expectWhole, playAll } from '../testing/play.js';
import { TestRouter } from '../testing/test-router.js';

const body = randomBytes(300_000);
const leaving = new AbortController();
let router: TestRouter;
afterEach(() => router.close());

/** Workers of which two streams each are no load; the first `copies` have a complete copy. */
async function start(copies: number, env: Record<string, string> = {}) {
  router = await TestRouter.start(
    body,
    { UNDERSTUDY_LOAD_FREE_STREAMS: '2', UNDERSTUDY_STALL_MS: '60000', ...env },
    4,
  );
  for (const [index, worker] of router.workers.entries()) {
    worker.complete = index < copies;
    worker.behaviours = Array<Behaviour>(100).fill({ do: 'break', bytes: 10, how: 'silence' });
  }
  return router.workers as readonly [FakeWorker, FakeWorker, FakeWorker, FakeWorker];
}

/** Opens a response that stays open. */
const open = (part = 'video.mp4') => fetch(router.part(part), { signal: leaving.signal });
const asked = () => router.workers.map((worker) => worker.asked.length);

/** The master has one of the video open, and others. */
async function loadMaster() {
  await open();
  for (let count = 0; count < 3; count += 1) await open('poster.jpg');
  const [master] = router.workers as readonly [FakeWorker];
  expect(asked()).toEqual([4, 0, 0, 0]);
  const { spread, members } = router.context;
  const candidates = members.candidates(42n);
  const [first] = candidates as readonly [(typeof candidates)[number]];
  const chosen = (part = 'video.mp4', method: 'GET' | 'HEAD' = 'GET') =>
    spread.choose(first, { contentId: 42n, part, method }, candidates, new Set()).id;
  return { master, chosen };
}

test('responses of a complete video are spread over its copies, the first of them from its master', async () => {
  await start(2);
  const { master, chosen } = await loadMaster();
  await expect.poll(() => chosen()).not.toBe(master.id);
  await open();
  await open();
  expect(asked()).toEqual([4, 2, 0, 0]);
  // What not every copy has beside it is the master's, and so is what is only looked at.
  expect([chosen('poster.jpg'), chosen('storyboard-0.jpg'), chosen('video.mp4', 'HEAD')]).toEqual(
    Array(3).fill(master.id),
  );
});

test('what is not complete is the business of its master, however many ask', async () => {
  await start(0);
  await loadMaster();
  for (let count = 0; count < 5; count += 1) await open();
  expect(asked()).toEqual([9, 0, 0, 0]);
});

test('where all copies are over the bound the next of the list is asked, and none beyond the bound', async () => {
  await start(2, { UNDERSTUDY_LOAD_FACTOR: '1.25' });
  const { master, chosen } = await loadMaster();
  await expect.poll(() => chosen()).not.toBe(master.id);
  for (let count = 0; count < 16; count += 1) {
    await open();
    // What all have together is that of a moment ago.
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  const counts = asked();
  expect(counts.reduce((sum, count) => sum + count)).toBe(20);
  expect(counts[2]).toBeGreaterThan(0);
  expect(Math.max(...counts)).toBeLessThanOrEqual(1.25 * 5);
});

test('who has no copy is not asked while the metadata store is away', async () => {
  await start(2, { UNDERSTUDY_LOAD_FACTOR: '1.25' });
  router.loseStore();
  const { master, chosen } = await loadMaster();
  await expect.poll(() => chosen()).not.toBe(master.id);
  for (let count = 0; count < 16; count += 1) await open();
  expect(asked().slice(2)).toEqual([0, 0]);
});

test('the load that a worker tells counts beside what comes through this router', async () => {
  const [, replica] = await start(2);
  replica.streams = 50;
  const { master, chosen } = await loadMaster();
  await expect.poll(() => chosen()).not.toBe(master.id);
  await open();
  expect(asked()).toEqual([4, 1, 0, 0]);
  for (let count = 0; count < 5; count += 1) expect(chosen()).not.toBe(replica.id);
});

test('a copy that is lost in the middle is gone on with, from another one', async () => {
  const [, replica, third] = await start(3);
  const { master, chosen } = await loadMaster();
  await expect.poll(() => chosen()).not.toBe(master.id);
  for (const worker of [replica, third]) worker.behaviours = [{ do: 'break', bytes: 1_000, how: 'reset' }];
  expectWhole(await playAll(router.part('video.mp4')), body);
  expect(asked()).toEqual([4, expect.any(Number), expect.any(Number), 0]);
  expect(replica.asked.length + third.asked.length).toBeGreaterThan(1);
});
