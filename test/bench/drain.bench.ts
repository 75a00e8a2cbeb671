import { afterAll, beforeAll, expect, test } from 'vitest';
import { drainUnderLoad, type LargeVideo, placeLargeVideo } from '../cluster/drain-under-load.js';
import { setReplication, startCluster, type TestCluster, untilReplicated } from '../cluster/start.js';
import { percentile, report } from './report.js';

/** A worker drained again and again while fifty responses come from it: how long their players had nothing to play. */
const runs = Number(process.env['UNDERSTUDY_BENCH_RUNS'] ?? 10);
const streams = { paced: 45, making: 5 };
const boundMs = 50;

let cluster: TestCluster;
let large: LargeVideo;
beforeAll(async () => {
  // All fifty come from the one worker, and are not spread over two.
  cluster = await startCluster({
    workers: 3,
    routers: 2,
    env: { UNDERSTUDY_LOAD_FREE_STREAMS: '100' },
  });
  large = await placeLargeVideo(cluster, 60);
  await setReplication(cluster, 'always');
}, 120_000);
afterAll(() => cluster.dispose());

test('silence when a worker drains', async () => {
  const silences: number[] = [];
  const moves: number[] = [];
  let broken = 0;
  let madeAgain = 0;
  for (let run = 0; run < runs; run += 1) {
    await untilReplicated(cluster, large.video.id);
    const drained = await drainUnderLoad(cluster, large, streams, async (worker) =>
      cluster.worker(worker).kill('SIGTERM'),
    );
    expect(drained.exitCode).toBe(0);
    silences.push(...drained.silencesMs);
    moves.push(...drained.movesMs);
    broken += drained.broken;
    madeAgain += drained.madeAgain;
    await cluster.startWorker(large.master);
  }
  const ms = (percent: number, of = silences) => `${percentile(of, percent).toFixed(0)} ms`;
  report('A worker that drains', [
    ['drains', String(runs)],
    ['open responses', String(silences.length)],
    ['of them moved', String(moves.length)],
    ['of them broken', String(broken), '0'],
    ['segments made again', String(madeAgain), '0'],
    ['silence for the player, p50', ms(50)],
    ['silence for the player, p99', ms(99), `≤ ${boundMs} ms`],
    ["until the next worker's first byte, p50", ms(50, moves)],
    ["until the next worker's first byte, p99", ms(99, moves)],
  ]);
  expect(broken + madeAgain).toBe(0);
  expect(percentile(silences, 99)).toBeLessThanOrEqual(boundMs);
}, 3_600_000);
