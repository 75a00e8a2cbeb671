import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { promisify } from 'node:util';
import { peerServerEvents, signRequest } from '@understudy/peer-protocol';
import { Registry } from 'prom-client';
import { afterEach, expect, test, vi } from 'vitest';
import { createAdminApp } from '../app.js';
import { TestRouter } from '../testing/test-router.js';
import { forOperators } from './for-operators.js';

const body = randomBytes(3_000_000);
let router: TestRouter;
afterEach(() => router.close());

/** What curl says of a response that is ended as soon as some of it has come: 18 is a part of a file. */
async function endedWhilePlayed(growing: boolean, options: readonly string[] = []) {
  router = await TestRouter.start(body);
  const [master] = router.workers;
  if (master === undefined) throw new Error('no workers');
  master.growing = growing;
  master.behaviours = [{ do: 'trickle', everyMs: 10 }];
  const told = {
    ended: vi.spyOn(router.context.events, 'endedByOperator'),
    closed: vi.spyOn(router.context.events, 'streamClosed'),
    lost: vi.spyOn(router.context.events, 'upstreamLost'),
    cut: vi.spyOn(router.context.events, 'cut'),
  };
  const { streams, endStreams } = forOperators(router.context);
  const url = router.part('video.mp4');
  const player = promisify(execFile)('curl', [
    ...['-s', '-o', '/dev/null', '-H', 'X-Request-Id: request-1', ...options, url],
  ]).then(
    () => 0,
    ({ code }: { code: number }) => code,
  );
  await expect.poll(async () => (await streams(1)).streams[0]?.bytes ?? 0).toBeGreaterThan(0);
  expect(await endStreams('request-2')).toBe(0);
  expect(await endStreams('request-1')).toBe(1);
  const code = await player;
  await expect.poll(() => router.context.streams.count).toBe(0);
  return { code, told, master };
}

test.each([
  ['of known length', false],
  ['that grows', true],
])('a response %s is cut so that curl fails, and nobody goes on with it', async (_, growing) => {
  const { code, told, master } = await endedWhilePlayed(growing);
  expect(code).toBe(18);
  expect(told.ended).toHaveBeenCalledOnce();
  expect(told.closed).toHaveBeenCalledExactlyOnceWith('ended', expect.any(Number));
  expect(told.lost).not.toHaveBeenCalled();
  expect(told.cut).not.toHaveBeenCalled();
  // Nobody else was asked for the rest, and the worker need not go on.
  expect(router.workers.map(({ asked }) => asked.length)).toEqual([1, 0, 0]);
  await expect.poll(() => master.closedByPeer).toBe(1);
});

test('over HTTP/1.0, where a mere close would be the end, the connection is reset', async () => {
  const { code } = await endedWhilePlayed(true, ['--http1.0']);
  expect(code).not.toBe(0);
});

test('one that waits for its first byte is closed without any answer', async () => {
  router = await TestRouter.start(body);
  const [master] = router.workers;
  if (master === undefined) throw new Error('no workers');
  master.behaviours = [{ do: 'hang' }];
  const { streams, endStreams } = forOperators(router.context);
  const player = promisify(execFile)('curl', [
    '-s',
    '-H',
    'X-Request-Id: request-1',
    router.part('video.mp4'),
  ]);
  const failed = player.then(
    () => 0,
    ({ code }: { code: number }) => code,
  );
  await expect.poll(async () => (await streams(1)).total).toBe(1);
  expect(await endStreams('request-1')).toBe(1);
  // An empty answer, or a connection that was reset.
  expect([52, 56]).toContain(await failed);
});

test('only peers, who sign, may ask and end', async () => {
  router = await TestRouter.start(body);
  const { logger, registry, feed } = router.context;
  const peerSecret = randomBytes(32);
  const admin = createAdminApp({
    ...{ logger, registry, feed, isReady: () => true, isDraining: () => false },
    catalog: { isReachable: true },
    guard: {
      ...{ secrets: [peerSecret], windowMs: 60_000, replaysKept: 100, ownUrl: () => undefined },
      events: peerServerEvents(logger, new Registry()),
    },
    forOperators: forOperators(router.context),
  });
  const asked = [
    ['GET', '/status'],
    ['GET', '/streams'],
    ['POST', '/streams/request-1/end'],
    ['GET', '/histograms'],
  ] as const;
  for (const [method, url] of asked) {
    expect((await admin.inject({ method, url })).statusCode, url).toBe(401);
    const asked = method === 'GET' ? { method, path: url } : { method, path: url, host: 'router:80' };
    const headers = { host: 'router:80', ...signRequest(peerSecret, asked, Date.now()) };
    expect((await admin.inject({ method, url, headers })).statusCode, url).toBe(200);
  }
  await admin.close();
});

test('histograms tell what was counted, in buckets that can be added', async () => {
  router = await TestRouter.start(body);
  router.context.events.began(30);
  router.context.events.began(60_000);
  const [told] = await forOperators(router.context).histograms();
  const firstByte = told?.histograms['understudy_router_first_byte_seconds'];
  expect(firstByte?.bounds.slice(0, 4)).toEqual([0.005, 0.01, 0.025, 0.05]);
  expect(firstByte?.counts).toEqual([0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 1]);
  expect(Object.keys(told?.histograms ?? {})).toContain('understudy_router_failover_silence_seconds');
});
