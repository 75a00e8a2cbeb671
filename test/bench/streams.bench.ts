import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { residentBytesOf } from '../cluster/process-facts.js';
import { pacedReaders } from './relay/paced-readers.js';
import { type HttpProcess, startOrigin } from './relay/proxies.js';
import { type BenchRouter, startRouter } from './relay/router.js';
import { report } from './report.js';

/** What many open streams cost one router process. */
const streams = Number(process.env['UNDERSTUDY_BENCH_STREAMS'] ?? 2_000);
const bytesPerS = 125_000;
const seconds = 20;
const slowReaders = 40;
const contentId = 1n;

let directory: string;
let origin: HttpProcess;
let router: BenchRouter;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'understudy-streams-'));
  const root = join(directory, 'root');
  await mkdir(join(root, 'artifacts', String(contentId)), { recursive: true });
  await writeFile(join(root, 'artifacts', String(contentId), 'video.mp4'), randomBytes(64 * 2 ** 20));
  origin = await startOrigin(directory, root);
  router = await startRouter(
    directory,
    { origin: origin.port },
    { UNDERSTUDY_CONNECTIONS_PER_ADDRESS: String(2 * streams) },
  );
}, 60_000);

afterAll(async () => {
  await router.stop();
  await origin.stop();
  await rm(directory, { recursive: true });
});

/** Of the router, in bytes. */
const resident = () => residentBytesOf(router.pid);

const play = (count: number, pace: number, forS: number, atHalf?: () => Promise<void>) =>
  pacedReaders(router.port, router.path(contentId, 'video.mp4'), {
    count,
    bytesPerS: pace,
    seconds: forS,
    ...(atHalf !== undefined && { atHalf }),
  });

test(`${streams} streams of 1 Mbit/s`, async () => {
  await play(20, 10_000_000, 2);
  const before = await resident();
  let during = 0;
  const result = await play(streams, bytesPerS, seconds, async () => {
    during = await resident();
  });
  const perStream = (during - before) / streams;
  report(`${streams} streams of 1 Mbit/s through one router`, [
    ['streams that failed', String(result.failed), '0'],
    ['most that any was behind its pace', `${Math.round(result.mostBehindMs)} ms`, '1,000 ms'],
    ['resident memory per stream', `${(perStream / 1_024).toFixed(1)} kB`, '64 kB'],
    ['received in all', `${(result.received / 1e6).toFixed(0)} MB`],
  ]);
  expect(result.failed).toBe(0);
  // Nothing is measured if they did not run at their pace.
  expect(result.received).toBeGreaterThan(0.8 * streams * bytesPerS * (seconds - 1));
  expect(result.mostBehindMs).toBeLessThanOrEqual(1_000);
  expect(perStream).toBeLessThanOrEqual(64 * 1_024);
});

test('readers of 10 kB/s', async () => {
  const before = await resident();
  let during = 0;
  const result = await play(slowReaders, 10_000, 10, async () => {
    during = await resident();
  });
  const perReader = Math.max(0, during - before) / slowReaders;
  report('Readers of 10 kB/s', [
    ['resident memory for each', `${(perReader / 1_024).toFixed(0)} kB`, '1,024 kB'],
  ]);
  expect(result.failed).toBe(0);
  expect(perReader).toBeLessThanOrEqual(1_024 * 1_024);
});
