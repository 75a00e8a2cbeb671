import { randomBytes } from 'node:crypto';
import { afterEach, expect, test } from 'vitest';
import type { FakeWorker } from '../testing/fake-worker.js';
import { expectWhole, playAll } from '../testing/play.js';
import { TestRouter } from '../testing/test-router.js';

const body = randomBytes(300_000);
let router: TestRouter;

afterEach(() => router.close());

async function start(env: Record<string, string> = {}) {
  router = await TestRouter.start(body, env);
  for (const worker of router.workers) worker.growing = true;
  return router.workers as readonly [FakeWorker, FakeWorker, FakeWorker];
}

const url = () => router.part('video.mp4');
const play = () => playAll(url());

test('a silent worker that fails its health check is left after the stall limit', async () => {
  const [master, replica] = await start({ UNDERSTUDY_FAILOVER_DEADLINE_MS: '15000' });
  master.alive = false;
  master.behaviours = [{ do: 'break', bytes: 10_000, how: 'silence' }];
  const startedAtMs = performance.now();
  expectWhole(await play(), body);
  const tookMs = performance.now() - startedAtMs;
  expect(tookMs).toBeGreaterThanOrEqual(200);
  // Far below the deadline, however busy the machine.
  expect(tookMs).toBeLessThan(10_000);
  expect(replica.asked).toHaveLength(1);
  expect(master.closedByPeer).toBe(1);
});

test('a worker that fails its health check while it feeds another player is waited for', async () => {
  const [master, replica] = await start({ UNDERSTUDY_FAILOVER_DEADLINE_MS: '5000' });
  master.alive = false;
  master.behaviours = [
    { do: 'break', bytes: 10_000, how: 'silence' },
    { do: 'trickle', everyMs: 20 },
  ];
  const playing = play();
  await expect.poll(() => master.asked.length).toBe(1);
  const other = new AbortController();
  const trickling = fetch(url(), { signal: other.signal }).then((answer) => answer.arrayBuffer());
  // Silent for longer than the stall limit, though the other player hears the same worker all the time.
  await expect.poll(() => master.trickled, { timeout: 5_000 }).toBeGreaterThan(40);
  expect(replica.asked).toHaveLength(0);
  other.abort();
  await trickling.catch(() => undefined);
  // Now nobody hears it.
  expectWhole(await playing, body);
});

test('a worker that stops before its head is left too', async () => {
  const [master] = await start();
  master.alive = false;
  master.behaviours = [{ do: 'hang' }];
  expectWhole(await play(), body);
});

test('a silent worker is left when another has the bytes, though it lives', async () => {
  const [master, replica] = await start();
  master.behaviours = [{ do: 'break', bytes: 10_000, how: 'silence' }];
  replica.readableBytes = 10_001;
  expectWhole(await play(), body);
});

test('a silent worker that lives is not left for one that has less than where the range begins', async () => {
  const [master, replica, third] = await start();
  master.behaviours = [{ do: 'hang' }];
  const range = { range: 'bytes=50000-999999999999' };
  for (const other of [replica, third]) other.readableBytes = 50_000;
  expect((await fetch(router.part('video.mp4'), { headers: range })).status).toBe(503);
  expect(replica.asked.length + third.asked.length).toBe(0);

  master.behaviours = [{ do: 'hang' }];
  replica.readableBytes = 50_001;
  const answer = await fetch(router.part('video.mp4'), { headers: range });
  expect(answer.status).toBe(206);
  expect(Buffer.from(await answer.arrayBuffer()).equals(body.subarray(50_000))).toBe(true);
});

test('a silent worker that lives and is ahead of all others is waited for, until the deadline', async () => {
  const [master, replica, third] = await start();
  master.behaviours = [{ do: 'break', bytes: 10_000, how: 'silence' }];
  replica.readableBytes = 10_000;
  const startedAtMs = performance.now();
  const played = await play();
  expect(performance.now() - startedAtMs).toBeGreaterThanOrEqual(1_400);
  // The body was cut, not ended: no player can take it for the whole.
  expect(played).toMatchObject({ status: 200, whole: false });
  expect(replica.asked.length + third.asked.length).toBe(0);
});

test('twenty responses that wait do not each ask every worker', async () => {
  const [master, replica, third] = await start();
  const players = 20;
  master.behaviours = Array.from({ length: players }, () => ({
    do: 'break',
    bytes: 10_000,
    how: 'silence',
  }));
  const played = await Promise.all(Array.from({ length: players }, play));
  expect(played.every(({ whole }) => !whole)).toBe(true);
  // Within the deadline of 1,500 ms each looks seven times: 140 questions if each asked for itself, and a question in 25 ms is sixty.
  for (const { statusQuestions } of [replica, third]) {
    expect(statusQuestions).toBeGreaterThan(0);
    expect(statusQuestions).toBeLessThan(90);
  }
});
