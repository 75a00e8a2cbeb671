import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseDescription } from '@understudy/description';
import { plainRunArguments } from '@understudy/generator-ffmpeg/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { play } from '../cluster/player.js';
import { startCluster, type TestCluster } from '../cluster/start.js';
import { createVideo } from '../cluster/videos.js';
import { childrenCpuSeconds, cpuSeconds } from './cpu.js';
import { median, report } from './report.js';

/**
 * A never-seen video through the whole system against ffmpeg alone with the same settings: time to the first fragment, and CPU
 * of all services for making and playing it. Without a second copy, which has a bench of its own.
 */
const runs = Number(process.env['UNDERSTUDY_BENCH_RUNS'] ?? 10);
const boundFirstByte = 1.3;
const boundCpu = 1.25;
/** The initialization segment has 1.3 kB, and says nothing to a viewer. */
const firstFragmentAt = 2_000;

let cluster: TestCluster;
beforeAll(async () => {
  cluster = await startCluster({ workers: 2, env: { UNDERSTUDY_REPLICATION: 'never' } });
}, 60_000);
afterAll(() => cluster.dispose());

interface Measured {
  readonly firstMs: number;
  readonly cpuS: number;
}

describe.each(['description', 'fractals', 'automata', 'clips'])('example %s', (name) => {
  test('first byte and CPU', async () => {
    const input = JSON.parse(await readFile(new URL(`../../examples/${name}.json`, import.meta.url), 'utf8'));
    const plainArguments = await plainRunArguments(parseDescription(input), join(cluster.dataDir, 'library'));
    const plain: Measured[] = [];
    const ours: Measured[] = [];
    // In turn, so that what else the machine does falls on both; the first run only warms up.
    for (let run = 0; run <= runs; run += 1) {
      const alone = await runPlain(plainArguments);
      const through = await runThrough({ ...input, title: `${name} ${run}` });
      if (run === 0) continue;
      plain.push(alone);
      ours.push(through);
    }
    const firstMs = (list: readonly Measured[]) => median(list.map((each) => each.firstMs));
    const cpuS = (list: readonly Measured[]) => median(list.map((each) => each.cpuS));
    const firstRatio = firstMs(ours) / firstMs(plain);
    const cpuRatio = cpuS(ours) / cpuS(plain);
    report(`A never-seen video, ${name}.json, medians of ${runs}`, [
      ['first fragment, ffmpeg alone', `${firstMs(plain).toFixed(0)} ms`],
      ['first fragment at the player', `${firstMs(ours).toFixed(0)} ms`],
      ['ratio', firstRatio.toFixed(2), `≤ ${boundFirstByte}`],
      ['CPU, ffmpeg alone', `${cpuS(plain).toFixed(2)} s`],
      ['CPU, all services', `${cpuS(ours).toFixed(2)} s`],
      ['ratio', cpuRatio.toFixed(2), `≤ ${boundCpu}`],
    ]);
    expect(firstRatio).toBeLessThanOrEqual(boundFirstByte);
    expect(cpuRatio).toBeLessThanOrEqual(boundCpu);
  }, 3_600_000);
});

async function runPlain(args: readonly string[]): Promise<Measured> {
  const cpuBefore = await childrenCpuSeconds();
  const startedAtMs = performance.now();
  const ffmpeg = spawn('ffmpeg', args, { stdio: ['ignore', 'pipe', 'inherit'] });
  let bytes = 0;
  let firstMs = Number.NaN;
  ffmpeg.stdout.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
    if (Number.isNaN(firstMs) && bytes > firstFragmentAt) firstMs = performance.now() - startedAtMs;
  });
  const [code] = await once(ffmpeg, 'close');
  expect(code).toBe(0);
  return { firstMs, cpuS: (await childrenCpuSeconds()) - cpuBefore };
}

async function runThrough(description: Record<string, unknown>): Promise<Measured> {
  const services = [...cluster.workers, ...cluster.routers];
  const video = await createVideo(cluster, description);
  const cpuBefore = await cpuSeconds(services);
  const startedAtMs = performance.now();
  let firstMs = Number.NaN;
  const played = await play(video.mp4, {
    onBytes: (received) => {
      if (Number.isNaN(firstMs) && received > firstFragmentAt) firstMs = performance.now() - startedAtMs;
    },
  });
  expect(played).toMatchObject({ status: 200, whole: true });
  return { firstMs, cpuS: (await cpuSeconds(services)) - cpuBefore };
}
