import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { play } from '../cluster/player.js';
import { seededRandom } from '../cluster/random.js';
import { startCluster, type TestCluster, untilReplicated } from '../cluster/start.js';
import { createVideo, placementOf } from '../cluster/videos.js';
import { percentile, report } from './report.js';

/** How long a player hears nothing when the master of its response is killed, over `UNDERSTUDY_BENCH_RUNS` kills of each kind. */
const runs = Number(process.env['UNDERSTUDY_BENCH_RUNS'] ?? 50);
const boundMakingMs = 1_500;
const boundCompleteMs = 50;

let cluster: TestCluster;
let description: Record<string, unknown>;
let totalBytes: number;

beforeAll(async () => {
  cluster = await startCluster({ workers: 3 });
  description = JSON.parse(
    await readFile(new URL('../../examples/description.json', import.meta.url), 'utf8'),
  );
  const video = await createVideo(cluster, { ...description, title: 'undisturbed' });
  totalBytes = (await play(video.mp4)).body.length;
}, 120_000);
afterAll(() => cluster.dispose());

async function silences(
  kind: string,
  atOf: () => number,
  prepare: (mp4: string, id: string) => Promise<void>,
  maxBytesPerSecond?: number,
) {
  const measured: number[] = [];
  const calm: number[] = [];
  for (let run = 0; run < runs; run += 1) {
    const video = await createVideo(cluster, { ...description, title: `${kind} ${run}` });
    await prepare(video.mp4, video.id);
    const { master } = await placementOf(cluster, video.id);
    const at = atOf();
    let killedAtMs: number | undefined;
    let lastMs = performance.now();
    let before = 0;
    let after = 0;
    const played = await play(video.mp4, {
      ...(maxBytesPerSecond !== undefined && { maxBytesPerSecond }),
      onBytes: (received) => {
        const nowMs = performance.now();
        if (received > 0) {
          if (killedAtMs === undefined) before = Math.max(before, nowMs - lastMs);
          else after = Math.max(after, nowMs - Math.max(lastMs, killedAtMs));
        }
        lastMs = nowMs;
        if (killedAtMs === undefined && received >= at) {
          killedAtMs = nowMs;
          cluster.worker(master).kill('SIGKILL');
        }
      },
    });
    expect(played).toMatchObject({ status: 200, whole: true });
    expect(played.body.length).toBe(totalBytes);
    measured.push(after);
    calm.push(before);
    await cluster.startWorker(master);
  }
  return { measured, calm };
}

test('while it is being made', async () => {
  const random = seededRandom(1);
  const { measured, calm } = await silences(
    'making',
    () => 1 + Math.floor(random() * totalBytes * 0.98),
    async () => {},
  );
  report('Silence after a kill, while the video is being made', [
    ['kills', String(runs)],
    ['p50', `${percentile(measured, 50).toFixed(0)} ms`],
    ['p99', `${percentile(measured, 99).toFixed(0)} ms`, `≤ ${boundMakingMs} ms`],
    ['longest silence before the kill, p99', `${percentile(calm, 99).toFixed(0)} ms`],
  ]);
  expect(percentile(measured, 99)).toBeLessThanOrEqual(boundMakingMs);
}, 3_600_000);

test('when it is complete', async () => {
  const random = seededRandom(2);
  const { measured } = await silences(
    'complete',
    () => 1 + Math.floor(random() * totalBytes * 0.7),
    async (mp4, id) => {
      await play(mp4);
      await untilReplicated(cluster, id);
    },
    // A tenth of a second between two arrivals of 400 kB would be the reader's own silence: read in steps of 64 kB.
    20_000_000,
  );
  report('Silence after a kill, when the video is complete', [
    ['kills', String(runs)],
    ['p50', `${percentile(measured, 50).toFixed(1)} ms`],
    ['p99', `${percentile(measured, 99).toFixed(1)} ms`, `≤ ${boundCompleteMs} ms`],
  ]);
  expect(percentile(measured, 99)).toBeLessThanOrEqual(boundCompleteMs);
}, 3_600_000);
