import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { play } from '../cluster/player.js';
import { seededRandom } from '../cluster/random.js';
import { startCluster, type TestCluster, untilReplicated } from '../cluster/start.js';
import { createVideo, placementOf, type Video } from '../cluster/videos.js';
import { percentile, report } from './report.js';

/** How long a player hears nothing when the master of its response is killed or stopped, at a random byte each time. */
const runs = Number(process.env['UNDERSTUDY_BENCH_RUNS'] ?? 50);
const boundMakingMs = 1_500;
const boundCompleteMs = 50;
/** The router's `UNDERSTUDY_STALL_MS`, and 1.5 s. */
const boundStoppedMs = 1_000 + 1_500;

let cluster: TestCluster;
let description: Record<string, unknown>;
let totalBytes: number;

beforeAll(async () => {
  cluster = await startCluster({ workers: 3 });
  description = JSON.parse(
    await readFile(new URL('../../examples/description.json', import.meta.url), 'utf8'),
  );
  totalBytes = (await play((await newVideo('undisturbed')).mp4)).body.length;
}, 120_000);
afterAll(() => cluster.dispose());

const newVideo = (title: string) => createVideo(cluster, { ...description, title });

/**
 * Plays a video and does something to its master once `at` bytes have come. The longest silences before and after that, in ms.
 */
async function silenceOf(
  video: Video,
  at: number,
  disturb: (master: string) => void,
  maxBytesPerSecond?: number,
): Promise<{ before: number; after: number }> {
  const { master } = await placementOf(cluster, video.id);
  let disturbedAtMs: number | undefined;
  let lastMs: number | undefined;
  let before = 0;
  let after = 0;
  const played = await play(video.mp4, {
    ...(maxBytesPerSecond !== undefined && { maxBytesPerSecond }),
    onBytes: (received) => {
      const nowMs = performance.now();
      // The wait for the first byte is another bench's.
      const sinceMs = Math.max(lastMs ?? nowMs, disturbedAtMs ?? 0);
      if (disturbedAtMs === undefined) before = Math.max(before, nowMs - sinceMs);
      else after = Math.max(after, nowMs - sinceMs);
      lastMs = nowMs;
      if (disturbedAtMs !== undefined || received < at) return;
      disturbedAtMs = nowMs;
      disturb(master);
    },
  });
  expect(played).toMatchObject({ status: 200, whole: true });
  expect(played.body.length).toBe(totalBytes);
  return { before, after };
}

/** Kills the master, and has it back before the next run. */
async function silenceOfKill(video: Video, at: number, maxBytesPerSecond?: number) {
  let killed: { master: string; gone: Promise<void> } | undefined;
  const silence = await silenceOf(
    video,
    at,
    (master) => {
      killed = { master, gone: cluster.crash(master) };
    },
    maxBytesPerSecond,
  );
  if (killed === undefined) throw new Error('nothing was killed');
  await killed.gone;
  await cluster.startWorker(killed.master);
  return silence;
}

const show = (measured: readonly number[], percent: number) =>
  `${percentile(measured, percent).toFixed(0)} ms`;

test('killed while it is being made', async () => {
  const random = seededRandom(1);
  const before: number[] = [];
  const after: number[] = [];
  for (let run = 0; run < runs; run += 1) {
    const at = 1 + Math.floor(random() * totalBytes * 0.98);
    const silence = await silenceOfKill(await newVideo(`making ${run}`), at);
    before.push(silence.before);
    after.push(silence.after);
  }
  report('Silence after a kill, while the video is being made', [
    ['kills', String(runs)],
    ['p50', show(after, 50)],
    ['p99', show(after, 99), `≤ ${boundMakingMs} ms`],
    ['longest silence before the kill, p99', show(before, 99)],
  ]);
  expect(percentile(after, 99)).toBeLessThanOrEqual(boundMakingMs);
}, 3_600_000);

test('killed when it is complete', async () => {
  const random = seededRandom(2);
  const video = await newVideo('complete');
  await play(video.mp4);
  const after: number[] = [];
  for (let run = 0; run < runs; run += 1) {
    await untilReplicated(cluster, video.id);
    const at = 1 + Math.floor(random() * totalBytes * 0.7);
    // Slow enough that the kill finds bytes still to come, quick enough that the reader is silent for 3 ms at most.
    after.push((await silenceOfKill(video, at, 20_000_000)).after);
  }
  report('Silence after a kill, when the video is complete', [
    ['kills', String(runs)],
    ['p50', show(after, 50)],
    ['p99', show(after, 99), `≤ ${boundCompleteMs} ms`],
  ]);
  expect(percentile(after, 99)).toBeLessThanOrEqual(boundCompleteMs);
}, 3_600_000);

test('stopped while it is being made', async () => {
  const random = seededRandom(3);
  const stops = Math.ceil(runs / 5);
  const after: number[] = [];
  for (let run = 0; run < stops; run += 1) {
    const at = 1 + Math.floor(random() * totalBytes * 0.9);
    let resume = () => {};
    const silence = await silenceOf(await newVideo(`stopped ${run}`), at, (master) => {
      const stopped = cluster.worker(master);
      stopped.kill('SIGSTOP');
      resume = () => stopped.kill('SIGCONT');
    });
    resume();
    after.push(silence.after);
  }
  report('Silence after SIGSTOP, while the video is being made', [
    ['stops', String(stops)],
    ['p50', show(after, 50)],
    ['longest', show(after, 100), `≤ ${boundStoppedMs} ms`],
  ]);
  expect(percentile(after, 100)).toBeLessThanOrEqual(boundStoppedMs);
}, 3_600_000);
