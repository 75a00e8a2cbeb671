import { type S3Server, signed, startS3Server } from '@understudy/archive/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Aftermath } from './aftermath.js';
import { CrashRun, crashVideoSeconds } from './crash/crash-run.js';
import { areasInTurn, faultPointsInCode, isOf } from './crash/fault-points.js';
import { scenarios } from './crash/scenarios.js';
import { play } from './player.js';
import { startCluster, type TestCluster } from './start.js';
import { createVideo, smallVideo } from './videos.js';

/** `SEEDS=200 npm test -- crash-points` is the long form; `FIRST_SEED` begins elsewhere. */
const seeds = Number(process.env['SEEDS'] ?? 12);
const firstSeed = Number(process.env['FIRST_SEED'] ?? 0);
const workers = ['w1', 'w2', 'w3'];

let server: S3Server;
let cluster: TestCluster;
let aftermath: Aftermath;
let undisturbed: Buffer;
let segments: number;

beforeAll(async () => {
  server = await startS3Server();
  cluster = await startCluster({
    workers: 3,
    archiveUrl: server.archiveUrl,
    env: {
      // Only the scenarios of the archive fill it.
      UNDERSTUDY_ARCHIVE_POLICY: 'off',
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
  await server.stop();
});

async function isArchived(etag: string): Promise<boolean> {
  const { manifest } = server.objectsOf(etag.replaceAll('"', ''));
  return (await fetch(manifest, { method: 'HEAD', headers: signed })).status === 200;
}

test('every fault point is passed by a scenario', async () => {
  const driven = scenarios.flatMap((scenario) => scenario.points);
  const points = await faultPointsInCode();
  expect(points.filter((point) => !driven.some((area) => isOf(area, point)))).toEqual([]);
});

test(
  `${seeds} workers killed at seeded points: every file is valid, every video whole, nothing is stuck`,
  async () => {
    const points = areasInTurn(await faultPointsInCode());
    for (let seed = firstSeed; seed < firstSeed + seeds; seed += 1) {
      const point = points[seed % points.length] as string;
      const fitting = scenarios.filter((scenario) => scenario.points.some((area) => isOf(area, point)));
      const scenario = fitting[Math.floor(seed / points.length) % fitting.length];
      if (scenario === undefined) throw new Error(`no scenario passes ${point}`);
      const run = new CrashRun({
        ...{ cluster, aftermath, workers, isArchived, undisturbed, segments },
        ...{ seed, point, scenario },
      });
      await run.run().catch((cause: unknown) => {
        throw new Error(`seed ${seed}, ${point}, ${scenario.what}: ${String(cause)}`, { cause });
      });
    }
    for (const worker of workers) await aftermath.filesOf(worker);
  },
  60_000 + seeds * 30_000,
);
