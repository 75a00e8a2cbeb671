import { access } from 'node:fs/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Aftermath } from './aftermath.js';
import { CrashRun, crashVideoSeconds } from './crash/crash-run.js';
import { areaOf, faultPointsInCode } from './crash/fault-points.js';
import { elsewhere, scenarios } from './crash/scenarios.js';
import { play } from './player.js';
import { startCluster, type TestCluster } from './start.js';
import { createVideo, smallVideo } from './videos.js';

/** `SEEDS=200 npm test -- crash-points` is the long form. */
const seeds = Number(process.env['SEEDS'] ?? 12);
const workers = ['w1', 'w2', 'w3'];

let cluster: TestCluster;
let aftermath: Aftermath;
let undisturbed: Buffer;
let segments: number;

beforeAll(async () => {
  // A lease that a killed worker leaves behind runs out soon.
  cluster = await startCluster({ workers: 3, env: { UNDERSTUDY_LEASE_MS: '500' } });
  aftermath = await Aftermath.of(cluster);
  const video = await createVideo(cluster, smallVideo('undisturbed', crashVideoSeconds));
  undisturbed = (await play(video.mp4)).body;
  segments = (await play(video.hls)).body.toString().split('.m4s').length - 1;
}, 60_000);
afterAll(async () => {
  await aftermath.close();
  await cluster.dispose();
});

test('every fault point is passed by a scenario, or has a test that says so', async () => {
  const areas = new Set((await faultPointsInCode()).map(areaOf));
  const driven = new Set(scenarios.flatMap((scenario) => scenario.areas));
  expect([...areas].filter((area) => !driven.has(area) && elsewhere[area] === undefined)).toEqual([]);
  for (const file of Object.values(elsewhere)) await access(new URL(`../../${file}`, import.meta.url));
});

test(
  `${seeds} workers killed at seeded points: every file is valid, every video whole, nothing is stuck`,
  async () => {
    const points = (await faultPointsInCode()).filter((point) => elsewhere[areaOf(point)] === undefined);
    for (let seed = 0; seed < seeds; seed += 1) {
      const point = points[seed % points.length] as string;
      const fitting = scenarios.filter(({ areas }) => areas.includes(areaOf(point)));
      const scenario = fitting[Math.floor(seed / points.length) % fitting.length];
      if (scenario === undefined) throw new Error(`no scenario passes ${point}`);
      const run = new CrashRun({ cluster, aftermath, workers, undisturbed, segments, seed, point, scenario });
      await run.run().catch((cause: unknown) => {
        throw new Error(`seed ${seed}, ${point}, ${scenario.what}: ${String(cause)}`, { cause });
      });
    }
  },
  60_000 + seeds * 30_000,
);
