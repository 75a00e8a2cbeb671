import { afterAll, beforeAll, expect, test } from 'vitest';
import { Aftermath } from './aftermath.js';
import { CrashRun, crashVideoSeconds } from './crash/crash-run.js';
import { faultPointsInCode, isOf } from './crash/fault-points.js';
import { scenarios } from './crash/scenarios.js';
import { play } from './player.js';
import { startCluster, type TestCluster } from './start.js';
import { createVideo, smallVideo } from './videos.js';

/** `SEEDS=200 npm test -- crash-points` is the long form; `FIRST_SEED` begins elsewhere. */
const seeds = Number(process.env['SEEDS'] ?? 12);
const firstSeed = Number(process.env['FIRST_SEED'] ?? 0);
const workers = ['w1', 'w2', 'w3'];

let cluster: TestCluster;
let aftermath: Aftermath;
let undisturbed: Buffer;
let segments: number;

beforeAll(async () => {
  cluster = await startCluster({
    workers: 3,
    env: {
      // A lease that a killed worker leaves behind runs out soon.
      UNDERSTUDY_LEASE_MS: '500',
      // Copies are where they belong soon.
      UNDERSTUDY_REBALANCE_SETTLE_MS: '200',
      UNDERSTUDY_REBALANCE_INTERVAL_MS: '1000',
    },
  });
  aftermath = await Aftermath.of(cluster);
  const video = await createVideo(cluster, smallVideo('undisturbed', crashVideoSeconds));
  undisturbed = (await play(video.mp4)).body;
  segments = (await play(video.hls)).body.toString().split('.m4s').length - 1;
}, 60_000);
afterAll(async () => {
  await aftermath.close();
  await cluster.dispose();
});

test('every fault point is passed by a scenario', async () => {
  const driven = scenarios.flatMap((scenario) => scenario.areas);
  const points = await faultPointsInCode();
  expect(points.filter((point) => !driven.some((area) => isOf(area, point)))).toEqual([]);
});

test(
  `${seeds} workers killed at seeded points: every file is valid, every video whole, nothing is stuck`,
  async () => {
    const points = await faultPointsInCode();
    for (let seed = firstSeed; seed < firstSeed + seeds; seed += 1) {
      const point = points[seed % points.length] as string;
      const fitting = scenarios.filter(({ areas }) => areas.some((area) => isOf(area, point)));
      const scenario = fitting[Math.floor(seed / points.length) % fitting.length];
      if (scenario === undefined) throw new Error(`no scenario passes ${point}`);
      const run = new CrashRun({ cluster, aftermath, workers, undisturbed, segments, seed, point, scenario });
      await run.run().catch((cause: unknown) => {
        throw new Error(`seed ${seed}, ${point}, ${scenario.what}: ${String(cause)}`, { cause });
      });
    }
    for (const worker of workers) await aftermath.filesOf(worker);
  },
  60_000 + seeds * 30_000,
);
