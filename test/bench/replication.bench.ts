import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { play } from '../cluster/player.js';
import { startCluster, type TestCluster, untilReplicated } from '../cluster/start.js';
import { createVideo } from '../cluster/videos.js';
import { cpuSeconds } from './cpu.js';
import { median, report } from './report.js';

/** What the second copy costs: CPU of all services for making and playing a video, with and without replication. */
const runs = Number(process.env['UNDERSTUDY_BENCH_RUNS'] ?? 10);
const boundPercent = 5;

let clusters: { readonly always: TestCluster; readonly never: TestCluster };
let description: Record<string, unknown>;

beforeAll(async () => {
  const start = (policy: string) => startCluster({ workers: 2, env: { UNDERSTUDY_REPLICATION: policy } });
  clusters = { always: await start('always'), never: await start('never') };
  description = JSON.parse(
    await readFile(new URL('../../examples/description.json', import.meta.url), 'utf8'),
  );
}, 60_000);
afterAll(async () => {
  await clusters.always.dispose();
  await clusters.never.dispose();
});

test('CPU of a second copy', async () => {
  const cpu = { always: [] as number[], never: [] as number[] };
  // One after the other, so that what else the machine does falls on both; the first run only warms up.
  for (let run = 0; run <= runs; run += 1) {
    for (const policy of ['always', 'never'] as const) {
      const seconds = await makeAndPlay(clusters[policy], `${policy} ${run}`, policy === 'always');
      if (run > 0) cpu[policy].push(seconds);
    }
  }
  const added = (median(cpu.always) / median(cpu.never) - 1) * 100;
  report('CPU of making a video, with and without a second copy', [
    ['runs', String(runs)],
    ['without, median', `${median(cpu.never).toFixed(2)} s`],
    ['with, median', `${median(cpu.always).toFixed(2)} s`],
    ['added', `${added.toFixed(1)} %`, `≤ ${boundPercent} %`],
  ]);
  expect(added).toBeLessThanOrEqual(boundPercent);
}, 3_600_000);

async function makeAndPlay(cluster: TestCluster, title: string, replicated: boolean): Promise<number> {
  const services = [...cluster.workers, ...cluster.routers];
  const before = await cpuSeconds(services);
  const video = await createVideo(cluster, { ...description, title });
  expect(await play(video.mp4)).toMatchObject({ status: 200, whole: true });
  if (replicated) await untilReplicated(cluster, video.id);
  return (await cpuSeconds(services)) - before;
}
